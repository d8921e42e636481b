import { diagnostic, type Diagnostic } from "../common/diagnostic.js";
import type { EngineAdapter, Engines } from "../common/engine-adapter.js";
import { memoize } from "../common/memoize.js";
import { chooseEngine, checkEngine } from "./choose-engine.js";
import { engines as ownEngines } from "./engines.js";
import { firstOf, lastOf, must } from "../common/must.js";
import { didYouMean } from "../common/nearest.js";
import type { JsonSource } from "../common/read-json.js";
import type { RuleSet } from "../generated/set.js";
import { fieldsOf } from "../language/fields.js";
import type { Operators } from "../language/conditions/operators.js";
import { checkIncludes } from "./check/check-includes.js";
import { checkStages } from "./check/check-stages.js";
import { checkLikely } from "./check/check-likely.js";
import { checkPack } from "./check/check-pack.js";
import { chooseTarget, ownProjectsOf, type ChosenTarget } from "./choose-target.js";
import { isDay } from "./check/expiry.js";
import { finding } from "./check/finding.js";
import { soundness } from "./check/is-sound.js";
import { LinkMemory } from "./link-memory.js";
import { rulesFor, type Surroundings } from "./link-pack.js";
import { linkSet, stageOf } from "./link-set.js";
import type { LinkedPack, LinkedPacks } from "./linked.js";
import { knownProjects, splitTarget } from "./known-releases.js";
import { readPacks, type Read, type ReadPacks, type RuleFiles } from "./read-packs.js";
import { parseTarget } from "./target.js";

/** Options for detecting likely mistakes. */
export interface Thorough {
  /** Checks the documents of an engine. */
  documentChecker(engine: EngineAdapter): { checkDocument(source: JsonSource): readonly Diagnostic[] };
  /** Whether to report likely mistakes in a file. */
  isMeant(file: string): boolean;
}

export interface LinkOptions {
  readonly set: string;
  /** As the user writes it, such as `vllm@0.33.0` or `0.33`; defaults to the set's target. */
  readonly target?: string | undefined;
  /** Accept any release as the target, such as the lower bound of a version range. */
  readonly anyRelease?: boolean | undefined;
  readonly operators: Operators;
  /** The engines that the set can name; defaults to those of the package. */
  readonly engines?: Engines | undefined;
  /** Also run the stages for whole deployments. */
  readonly deployments?: boolean | undefined;
  /** The date by which `expires` is judged, as YYYY-MM-DD; without it, nothing expires by date. */
  readonly today?: string | undefined;
  /** Also report likely mistakes, not only errors: slower. */
  readonly thorough?: Thorough | undefined;
  /** Memoized results of earlier calls, which must have used the same operators. */
  readonly memory?: LinkMemory | undefined;
}

/** Reads, checks and links rule files. `linked` is null if a finding is an error. */
export function linkPacks(
  files: RuleFiles,
  options: LinkOptions,
): { readonly linked: LinkedPacks | null; readonly diagnostics: readonly Diagnostic[] } {
  const { today, memory = new LinkMemory(), engines = ownEngines } = options;
  if (today !== undefined && !isDay(today))
    return {
      linked: null,
      diagnostics: [diagnostic("usage", `\`${today}\` is not a date`, { hint: "use YYYY-MM-DD, such as 2027-03-01" })],
    };
  const read = readPacks(files, memory, (found) => chooseEngine(options.set, found, engines));
  const { engine } = read;
  const ofEngine = checkEngine(options.set, read, engines);
  const sets = new Map(read.sets.map((set) => [set.content.set, set]));
  const { target, diagnostics: ofTarget } = findTarget(options, read);
  if (target === null) return { linked: null, diagnostics: [...read.diagnostics, ...ofEngine, ...ofTarget] };
  const { operators } = options;
  const fields = tableOf(engine);
  const around: Surroundings = {
    packs: new Set([...read.packs.map(({ content }) => content.pack), ...read.refused]),
    sections: fields.sections,
    fields,
    operators,
    target,
    parse: memory.parse,
    parsePath: memory.parsePath,
    isThorough: (file) => options.thorough?.isMeant(file) ?? false,
  };
  // A file that is rejected temporarily is known both by its declared name and by the name that its path implies.
  const names = [...around.packs].filter((name) => name.includes("/")).sort();
  const parts = memory.partsIn(JSON.stringify([engine.name, names]));
  const isSound = soundness(around);
  // Findings depend on the target only through the rules that apply to it.
  const checked = read.packs.map((pack) => {
    const choice = rulesFor(pack.content, target).map(Number).join("");
    const key = `pack ${around.isThorough(pack.file)} ${choice}`;
    return parts.ofPart(pack, key, () => checkPack(pack, around, isSound, parts));
  });
  const byName = new Map(checked.map((entry) => [entry.pack.name, entry]));
  const packs = new Map([...byName].map(([name, { pack }]) => [name, pack]));
  const { stages, members, diagnostics } = linkSet(options.set, sets, packs, around);
  const named = new Set(stages.flatMap((stage) => (stage.kind === "pack" ? [stage.pack] : [...stage.packs.values()])));
  const policies = new Set(read.packs.flatMap(({ content }) => (content.kind === "policy" ? [content.pack] : [])));
  const loose = [...packs.values()].filter(
    ({ name }) => !named.has(name) && !policies.has(name) && !isOwned(name, sets, members),
  );
  const order = [...stages, ...byHook(loose, engine).flatMap((pack) => stageOf(pack, target))];
  const includes = checkIncludes(byName);
  const certain = [
    ...read.diagnostics,
    ...ofTarget,
    ...ofEngine,
    ...checked.flatMap(({ names }) => names),
    ...[...byName.values()].flatMap((entry) => entry.fields),
    ...includes.diagnostics,
    ...checkStages(order, includes.steps, packs),
    ...diagnostics,
  ];
  const { thorough } = options;
  const likely =
    thorough === undefined
      ? []
      : [
          ...[...sets.keys()]
            .filter((name) => !members.includes(name))
            .flatMap((name) => linkSet(name, sets, packs, around).diagnostics),
          ...checkLikely(
            {
              ...{ read, packs, fields, operators, target, today, memory: parts, isMeant: thorough.isMeant },
              checkDocument: thorough.documentChecker(engine).checkDocument,
            },
            certain.filter(({ severity }) => severity === "error"),
          ),
        ];
  const all = unrepeated([...certain, ...likely]);
  const canRun = all.every(({ severity }) => severity !== "error");
  const stagesToRun =
    options.deployments === true
      ? order
      : order.filter((stage) => stage.kind === "dispatch" || stage.isForDeployments !== true);
  const linked = canRun
    ? { set: options.set, target, engine, packs, stages: stagesToRun, everyStage: order, operators, read }
    : null;
  return { linked, diagnostics: all };
}

/**
 * Whether a pack is in no set. Packs of the loaded set run where it states, packs of other sets do not run; all others
 * are the team's own.
 */
function isOwned(name: string, sets: ReadonlyMap<string, Read<RuleSet>>, members: readonly string[]): boolean {
  const vendor = firstOf(name.split("/"));
  const isForDeployments = [...sets.values()].some(({ content }) =>
    content.stages.some((stage) => "pack" in stage && stage.pack === name && stage.for === "deployments"),
  );
  return sets.has(vendor) || members.includes(vendor) || isForDeployments;
}

/** The fields of an engine's documents. */
const tableOf = memoize((engine: EngineAdapter) => fieldsOf(engine));

/** Orders the team's own packs: by hook, then by name. */
function byHook(packs: readonly LinkedPack[], { hooks }: EngineAdapter): readonly LinkedPack[] {
  const order = (pack: LinkedPack) => hooks.findIndex(({ name }) => name === pack.pack.hook);
  return packs.toSorted((left, right) => order(left) - order(right) || (left.name < right.name ? -1 : 1));
}

/** Removes duplicates: sets that extend one another have the same findings. */
function unrepeated(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const keyOf = ({ code, file, path, message }: Diagnostic) => JSON.stringify([code, file, path, message]);
  return [...new Map(diagnostics.map((found) => [keyOf(found), found])).values()];
}

/** Returns the requested target, or that of the set, or that of the nearest set it extends. */
function findTarget({ set, target, anyRelease }: LinkOptions, { sets, refused, engine }: ReadPacks): ChosenTarget {
  const names = sets.map(({ content }) => content.set);
  const found = sets.find(({ content }) => content.set === set);
  if (found === undefined) {
    if (refused.has(set)) return { target: null, diagnostics: [] };
    const hint = didYouMean(set, names) ?? (names.length === 0 ? "add a *.set.json file" : `sets: ${names.join(", ")}`);
    return { target: null, diagnostics: [diagnostic("unknown-set", `unknown set \`${set}\``, { hint })] };
  }
  const stated = statedTarget(found, sets);
  const ownProjects = ownProjectsOf({ sets });
  const project = splitTarget(stated?.content.target ?? "").project ?? firstOf(knownProjects);
  if (target !== undefined) {
    const given = anyRelease === true ? parseTarget(target) : null;
    return given === null ? chooseTarget(target, { project, ownProjects, engine }) : { target: given, diagnostics: [] };
  }
  if (stated === null) {
    const none = finding(
      found,
      "bad-target",
      "/set",
      `the set \`${set}\` has no target`,
      `add "target" to the set, or choose one with --target`,
    );
    return { target: null, diagnostics: [none] };
  }
  const chosen = chooseTarget(must(stated.content.target, "target"), { project, ownProjects, engine });
  const diagnostics = chosen.diagnostics.map(({ code, message, hint }) =>
    finding(stated, code, "/target", message, hint),
  );
  return { ...chosen, diagnostics };
}

/** Returns the set that states a target: this one, or the nearest that it extends. */
function statedTarget(set: Read<RuleSet>, sets: readonly Read<RuleSet>[]): Read<RuleSet> | null {
  const chain = [set];
  for (let next = set; next.content.target === undefined; chain.push(next)) {
    const base = sets.find(({ content }) => content.set === next.content.extends);
    if (base === undefined || chain.includes(base)) return null;
    next = base;
  }
  return lastOf(chain);
}
