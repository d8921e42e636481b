import type { JsonObject } from "../common/json.js";
import { memoizeText, once } from "../common/memoize.js";
import { lastOf, must } from "../common/must.js";
import { behaviorsOf, type Behavior } from "./behaviors.js";
import { readFactFiles, type FactFiles } from "./fact-files.js";
import { readReleaseFacts } from "./prelinked-facts.js";
import { usual, type ArchitectureFacts } from "./architecture-facts.js";
import { factsOfRelease, type Lookup, type ReleaseFacts } from "./release-facts.js";
import { describeAbsence, knownRelease } from "./releases.js";
import { isIn } from "./presence.js";
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
  readonly architectures: Lookup<ArchitectureFacts>;
  /** Classes of transformers that the release runs without a class of its own. */
  readonly transformersClasses: ReadonlySet<string>;
  /** Default number of experts by model type, for config.json files that do not state it. */
  readonly usualExperts: Readonly<Record<string, number>>;
  /** Architectures of other releases, with text on which releases have them. */
  readonly absentArchitectures: ReadonlyMap<string, string>;
}

/** Builds the catalog entry of a release. What few deployments need is read from the whole files, by `files`. */
export function readServeFacts(facts: ReleaseFacts, files: () => FactFiles): ServeFacts {
  const { target, schema } = facts;
  const { releases, behaviors: known, reasoningParsers: parsers } = facts.releases;
  const behaviors = behaviorsOf(known, target);
  const modelTypes = readModelTypes(facts.modelTypes, target);
  const absent = once(() => absentIn(target, files()));
  const borrowed = once(() => borrowedBy(target, modelTypes.transformers, files()));
  return Object.freeze({
    ...{ target, releases, schema, behaviors, modelTypes },
    flags: readFlagTable(schema, facts.otherFlags, facts.releases, target),
    architectures: capabilitiesOf(facts.architectures),
    usualExperts: behaviors.has("experts-of-config-classes") ? facts.experts : {},
    renamedKeys: readRenamedKeys(facts.renamedKeys),
    classDefaults: notOfOwn(modelTypes, (type) => facts.classDefaults.get(type) ?? {}),
    reasoningParsers: Object.entries(parsers).flatMap(([name, presence]) => (isIn(presence, target) ? [name] : [])),
    get absentArchitectures() {
      return absent();
    },
    get transformersClasses() {
      return borrowed();
    },
  });
}

/** The catalog entry of a release whose model files another version of transformers reads. */
function withTransformers(facts: ServeFacts, version: string, files: FactFiles): ServeFacts {
  const modelTypes = readModelTypes(files.modelTypes, facts.target, version);
  const classDefaults = notOfOwn(modelTypes, readClassDefaults(files.classDefaults, version));
  return Object.freeze({
    ...{ ...facts, modelTypes, classDefaults },
    transformersClasses: borrowedBy(facts.target, version, files),
  });
}

/** A configuration class of vLLM's own replaces the one of transformers. */
function notOfOwn(modelTypes: ModelTypes, defaults: ClassDefaults): ClassDefaults {
  return (type) => (modelTypes.isOwn(type) ? {} : defaults(type));
}

function capabilitiesOf(stated: ReleaseFacts["architectures"]): Lookup<ArchitectureFacts> {
  const complete = memoizeText((name) => Object.freeze({ ...usual, ...stated.get(name) }));
  return { has: (name) => stated.has(name), get: (name) => (stated.has(name) ? complete(name) : undefined) };
}

function absentIn(target: string, { architectures, releases }: FactFiles): ReadonlyMap<string, string> {
  const absent = Object.entries(architectures.architectures).filter(([, { in: presence }]) => !isIn(presence, target));
  return new Map([
    ...absent.map(
      ([name, { in: presence }]) =>
        [name, describeAbsence(must(presence, "the releases that have it"), target, releases.releases)] as const,
    ),
    ...Object.entries(architectures.lastSupported).map(
      ([name, last]) => [name, `vLLM ${last} was the last release with it`] as const,
    ),
  ]);
}

function borrowedBy(target: string, version: string, { transformers }: FactFiles): ReadonlySet<string> {
  const { backend, attention } = transformers;
  const classes = Object.entries(isIn(["0.30.0"], target) ? { ...attention, ...backend } : backend);
  return new Set(classes.flatMap(([name, at]) => (at.length === 0 || isIn(at, version) ? [name] : [])));
}

const loaded = new Map<string, ServeFacts>();
const wholeFiles = once(readFactFiles);

/**
 * Loads the catalog entry of a release (default: the newest) from the files shipped with the package; for an unknown
 * version, of the newest known release before it. `transformers` is the version that reads model files, if not the one
 * that pip installs with the release. Memoized.
 */
export function loadServeFacts(version?: string, transformers?: string): ServeFacts {
  const own = loadRelease(version);
  if (transformers === undefined) return own;
  // Flags are compared by identity, so those of a release must not depend on what reads the model.
  return remembered(`${own.target} with ${transformers}`, () => withTransformers(own, transformers, wholeFiles()));
}

function loadRelease(version: string | undefined): ServeFacts {
  const known = version === undefined ? undefined : loaded.get(version);
  if (known !== undefined) return known;
  const saved = version === undefined ? null : readReleaseFacts(version);
  if (saved !== null) return remembered(saved.target, () => readServeFacts(saved, wholeFiles));
  const { releases } = wholeFiles().releases;
  const target = version === undefined ? lastOf(releases) : knownRelease(version, releases);
  return remembered(target, () =>
    readServeFacts(readReleaseFacts(target) ?? factsOfRelease(wholeFiles(), target), wholeFiles),
  );
}

function remembered(name: string, make: () => ServeFacts): ServeFacts {
  const facts = loaded.get(name) ?? make();
  loaded.set(name, facts);
  return facts;
}
