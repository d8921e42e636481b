import type { JsonObject } from "../common/json.js";
import { once } from "../common/memoize.js";
import { lastOf, must } from "../common/must.js";
import { behaviorsOf, type Behavior } from "./behaviors.js";
import { readFactFiles, type FactFiles } from "./fact-files.js";
import { describeAbsence, knownRelease, schemaOf, valueAt, type Steps } from "./releases.js";
import { isIn, type Presence } from "./presence.js";
import { readClassDefaults, type ClassDefaults } from "./files/class-defaults.js";
import { readModelTypes, type ModelTypes } from "./files/model-types.js";
import { readRenamedKeys, type RenamedKeys } from "./files/renamed-keys.js";
import { readFlagTable, type ServeFlagTable } from "./args/serve-flags.js";

/** The catalog entry of a vLLM release, as far as documents depend on it; plain data from schemas/ and rules/. */
export interface ServeFacts {
  /** The release, such as `0.33.0`. */
  readonly target: string;
  /** All known releases, oldest first. */
  readonly releases: readonly string[];
  /** The JSON Schema of the release's documents. */
  readonly schema: JsonObject;
  readonly flags: ServeFlagTable;
  readonly behaviors: ReadonlySet<Behavior>;
  /** Names that `--reasoning-parser` takes without a plug-in. */
  readonly reasoningParsers: readonly string[];
  readonly renamedKeys: RenamedKeys;
  readonly modelTypes: ModelTypes;
  /** What configuration classes of transformers take where config.json does not say. */
  readonly classDefaults: ClassDefaults;
  readonly architectures: ReadonlyMap<string, ArchitectureFacts>;
  /** Classes of transformers that the release runs without a class of its own. */
  readonly transformersClasses: ReadonlySet<string>;
  /** Default number of experts by model type, for config.json files that do not state it. */
  readonly usualExperts: Readonly<Record<string, number>>;
  /** Architectures of other releases, with text on which releases have them. */
  readonly absentArchitectures: ReadonlyMap<string, string>;
}

/** Capabilities of a model class; `rules/vllm/catalog/architectures.json` documents the defaults. */
export interface ArchitectureFacts {
  readonly hybrid: boolean;
  readonly attentionFree: boolean;
  readonly innerState: boolean;
  readonly mambaPrefixCaching: boolean;
  readonly multimodal: boolean;
  readonly pooling: boolean;
  readonly generate: boolean;
  /** Whether it runs adapters. */
  readonly lora: boolean;
  /** Whether it can be cut into pipeline stages. */
  readonly pipelines: boolean;
  /** Whether each rank can encode other inputs with a whole encoder. */
  readonly dataParallelEncoder: boolean;
  readonly attentionType: string;
  readonly sequencePooling: string;
  readonly tokenPooling: string;
  /** Whether vLLM's handler of the family uses bidirectional attention; or the key of config.json that states it. */
  readonly bidirectional: boolean | string;
}

/** A text model without special capabilities. */
export const usual: ArchitectureFacts = Object.freeze({
  hybrid: false,
  attentionFree: false,
  innerState: false,
  mambaPrefixCaching: false,
  multimodal: false,
  pooling: false,
  generate: true,
  lora: true,
  pipelines: true,
  dataParallelEncoder: false,
  attentionType: "decoder",
  sequencePooling: "LAST",
  tokenPooling: "ALL",
  bidirectional: false,
});

/**
 * Builds the catalog entry of one release. For an unknown `version`, the newest known release before it is used.
 * `transformers` is the version that reads model files, if not the one that pip installs with the release.
 */
export function readServeFacts(files: FactFiles, version: string, transformers?: string): ServeFacts {
  const { releases } = files.releases;
  const target = knownRelease(version, releases);
  const schema = schemaOf(files.schema, files.releases, target);
  const known = files.architectures["architectures"] as Record<string, ArchitectureEntry>;
  const architectures = new Map<string, ArchitectureFacts>();
  for (const [name, entry] of Object.entries(known))
    if (isIn(entry.in, target)) architectures.set(name, factsOf(entry, target));
  // Only for models that the release has no class for, so not at each start.
  const absent = once(() => {
    const found = new Map<string, string>();
    for (const [name, entry] of Object.entries(known))
      if (!isIn(entry.in, target)) found.set(name, describeAbsence(must(entry.in, "in"), target, releases));
    for (const [name, last] of Object.entries(files.architectures["lastSupported"] as Record<string, string>))
      found.set(name, `vLLM ${last} was the last release with it`);
    return found;
  });
  const flags = readFlagTable(schema, files.serveFlags["flags"] as readonly JsonObject[], files.releases, target);
  const behaviors = behaviorsOf(files.releases.behaviors, target);
  const parsers = Object.entries(files.releases.reasoningParsers);
  const reasoningParsers = parsers.flatMap(([name, presence]) => (isIn(presence, target) ? [name] : []));
  const usualExperts = behaviors.has("experts-of-config-classes") ? files.experts.experts : {};
  const renamedKeys = readRenamedKeys(files.renamedKeys);
  const { modelTypes, classDefaults, borrowed } = readersOf(files, target, transformers);
  return Object.freeze({
    ...{ target, releases, schema, flags, architectures, usualExperts, behaviors, renamedKeys },
    ...{ modelTypes, classDefaults, reasoningParsers },
    get absentArchitectures() {
      return absent();
    },
    get transformersClasses() {
      return borrowed();
    },
  });
}

/** What a version of transformers reads; by default, the one that pip installs with the release. */
function readersOf(files: FactFiles, target: string, transformers?: string) {
  const modelTypes = readModelTypes(files.modelTypes, target, transformers);
  const borrowed = once((): ReadonlySet<string> => {
    const { backend, attention } = files.transformers;
    const classes = Object.entries(isIn(["0.30.0"], target) ? { ...attention, ...backend } : backend);
    return new Set(
      classes.flatMap(([name, at]) => (at.length === 0 || isIn(at, modelTypes.transformers) ? [name] : [])),
    );
  });
  const known = readClassDefaults(files.classDefaults, modelTypes.transformers);
  const classDefaults: ClassDefaults = (type) => (modelTypes.isOwn(type) ? {} : known(type));
  return { modelTypes, classDefaults, borrowed };
}

type ArchitectureEntry = Omit<Partial<ArchitectureFacts>, "bidirectional"> & {
  readonly in?: Presence;
  readonly from?: Steps;
  readonly bidirectional?: boolean | string | Steps;
};

/** Capabilities of a class in a release, including those of the release's family handler. */
function factsOf(
  { in: _, from, bidirectional = false, ...stated }: ArchitectureEntry,
  release: string,
): ArchitectureFacts {
  const own = (valueAt(from, release) as Partial<ArchitectureFacts> | undefined) ?? stated;
  const handled = typeof bidirectional === "object" ? valueAt(bidirectional, release) === true : bidirectional;
  return Object.freeze({ ...usual, ...own, bidirectional: handled });
}

function withReaders(
  facts: ServeFacts,
  { modelTypes, classDefaults, borrowed }: ReturnType<typeof readersOf>,
): ServeFacts {
  return Object.freeze({ ...facts, modelTypes, classDefaults, transformersClasses: borrowed() });
}

const loaded = new Map<string, ServeFacts>();
let files: FactFiles | undefined;

/** Loads the catalog entry of a release (default: the newest) from the files shipped with the package. Memoized. */
export function loadServeFacts(version?: string, transformers?: string): ServeFacts {
  files ??= readFactFiles();
  const { releases } = files.releases;
  const release = version === undefined ? lastOf(releases) : knownRelease(version, releases);
  const name = transformers === undefined ? release : `${release} with ${transformers}`;
  // Flags are compared by identity, so those of a release must not depend on what reads the model.
  const facts =
    loaded.get(name) ??
    (transformers === undefined
      ? readServeFacts(files, release)
      : withReaders(loadServeFacts(release), readersOf(files, release, transformers)));
  loaded.set(name, facts);
  return facts;
}
