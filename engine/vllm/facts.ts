import type { JsonObject } from "../common/json.js";
import { lastOf, must } from "../common/must.js";
import { behaviorsOf, type Behavior } from "./behaviors.js";
import { readFactFiles, type FactFiles } from "./fact-files.js";
import { describeAbsence, knownRelease, schemaOf, valueAt, type Steps } from "./releases.js";
import { isIn, type Presence } from "./presence.js";
import { readClassDefaults, type ClassDefaults } from "./files/class-defaults.js";
import { readModelTypes, type ModelTypes } from "./files/model-types.js";
import { readRenamedKeys, type RenamedKeys } from "./files/renamed-keys.js";
import { readFlagTable, type FlagTable } from "./args/serve-flags.js";

/** What a vLLM release knows and does, as far as a document depends on it; plain data from schemas/ and rules/. */
export interface ServeFacts {
  /** Release that the facts hold for, such as `0.33.0`. */
  readonly target: string;
  /** Every release that is known, oldest first. */
  readonly releases: readonly string[];
  /** The JSON Schema of the release's documents. */
  readonly schema: JsonObject;
  readonly flags: FlagTable;
  readonly behaviors: ReadonlySet<Behavior>;
  readonly renamedKeys: RenamedKeys;
  readonly modelTypes: ModelTypes;
  /** What configuration classes of transformers take where config.json does not say. */
  readonly classDefaults: ClassDefaults;
  readonly architectures: ReadonlyMap<string, ArchitectureFacts>;
  /** Classes of transformers that the release can run without one of its own. */
  readonly transformersClasses: ReadonlySet<string>;
  /** How many experts a type of model has where config.json does not say. */
  readonly usualExperts: Readonly<Record<string, number>>;
  /** Architectures that other releases have, with words on which. */
  readonly absentArchitectures: ReadonlyMap<string, string>;
}

/** What a model class can do; `rules/vllm/catalog/architectures.json` says what is meant by what is left out. */
export interface ArchitectureFacts {
  readonly hybrid: boolean;
  readonly attentionFree: boolean;
  readonly innerState: boolean;
  readonly mambaPrefixCaching: boolean;
  readonly multimodal: boolean;
  readonly pooling: boolean;
  readonly generate: boolean;
  readonly attentionType: string;
  readonly sequencePooling: string;
  readonly tokenPooling: string;
  /** Whether vLLM's own handler of the family makes attention look both ways; or the key of config.json that says so. */
  readonly bidirectional: boolean | string;
}

/** A text model without anything special. */
export const usual: ArchitectureFacts = Object.freeze({
  hybrid: false,
  attentionFree: false,
  innerState: false,
  mambaPrefixCaching: false,
  multimodal: false,
  pooling: false,
  generate: true,
  attentionType: "decoder",
  sequencePooling: "LAST",
  tokenPooling: "ALL",
  bidirectional: false,
});

/**
 * What is true of one release. `version` may be one that is not known; the newest known one before it speaks for it.
 * `transformers` is the version that reads the files of models, where it is not the one that the release asks for.
 */
export function readServeFacts(files: FactFiles, version: string, transformers?: string): ServeFacts {
  const { releases } = files.releases;
  const target = knownRelease(version, releases);
  const schema = schemaOf(files.schema, files.releases, target);
  const known = files.architectures["architectures"] as Record<string, ArchitectureEntry>;
  const architectures = new Map<string, ArchitectureFacts>();
  const absent = new Map<string, string>();
  for (const [name, entry] of Object.entries(known)) {
    if (isIn(entry.in, target)) architectures.set(name, factsOf(entry, target));
    else absent.set(name, describeAbsence(must(entry.in, "in"), target, releases));
  }
  for (const [name, last] of Object.entries(files.architectures["lastSupported"] as Record<string, string>)) {
    absent.set(name, `vLLM ${last} was the last release with it`);
  }
  const flags = readFlagTable(schema, files.serveFlags["flags"] as readonly JsonObject[], files.releases, target);
  const behaviors = behaviorsOf(files.releases.behaviors, target);
  const usualExperts = behaviors.has("experts-of-config-classes") ? files.experts.experts : {};
  const renamedKeys = readRenamedKeys(files.renamedKeys);
  return Object.freeze({
    ...{ target, releases, schema, flags, architectures, usualExperts, behaviors, renamedKeys },
    absentArchitectures: absent,
    ...readersOf(files, target, transformers),
  });
}

/** What the transformers library reads, of the version that the release asks for or another one. */
function readersOf(
  files: FactFiles,
  target: string,
  transformers?: string,
): Pick<ServeFacts, "modelTypes" | "classDefaults" | "transformersClasses"> {
  const modelTypes = readModelTypes(files.modelTypes, target, transformers);
  const { backend, attention } = files.transformers;
  const borrowed = Object.entries(isIn(["0.30.0"], target) ? { ...attention, ...backend } : backend);
  const transformersClasses = new Set(
    borrowed.flatMap(([name, at]) => (at.length === 0 || isIn(at, modelTypes.transformers) ? [name] : [])),
  );
  const known = readClassDefaults(files.classDefaults, modelTypes.transformers);
  const classDefaults: ClassDefaults = (type) => (modelTypes.isOwn(type) ? {} : known(type));
  return { modelTypes, classDefaults, transformersClasses };
}

type ArchitectureEntry = Omit<Partial<ArchitectureFacts>, "bidirectional"> & {
  readonly in?: Presence;
  readonly from?: Steps;
  readonly bidirectional?: boolean | string | Steps;
};

/** What a class can do in a release, and what the release's handler of the family does besides. */
function factsOf(
  { in: _, from, bidirectional = false, ...stated }: ArchitectureEntry,
  release: string,
): ArchitectureFacts {
  const own = (valueAt(from, release) as Partial<ArchitectureFacts> | undefined) ?? stated;
  const handled = typeof bidirectional === "object" ? valueAt(bidirectional, release) === true : bidirectional;
  return Object.freeze({ ...usual, ...own, bidirectional: handled });
}

const loaded = new Map<string, ServeFacts>();
let files: FactFiles | undefined;

/** The facts of a release, the newest where none is named, from the files that ship with the package; what was read is kept. */
export function loadServeFacts(version?: string, transformers?: string): ServeFacts {
  files ??= readFactFiles();
  const { releases } = files.releases;
  const release = version === undefined ? lastOf(releases) : knownRelease(version, releases);
  const name = transformers === undefined ? release : `${release} with ${transformers}`;
  // Flags are compared by identity, so those of a release are the same whatever reads the model.
  const facts =
    loaded.get(name) ??
    (transformers === undefined
      ? readServeFacts(files, release)
      : Object.freeze({ ...loadServeFacts(release), ...readersOf(files, release, transformers) }));
  loaded.set(name, facts);
  return facts;
}
