import type { Json } from "../common/json.js";
import { itemAt, must } from "../common/must.js";
import { memoize } from "../common/memoize.js";
import { pathsOf } from "../common/aliases.js";
import { overlaps, readPath } from "../common/path.js";
import type { Origin } from "../serving/origin.js";
import type { Result, TracedCondition } from "../generated/result.js";
import type { LinkedPack, LinkedRule } from "../packs/linked.js";
import type { ResultDifference } from "../solver/compare-results.js";
import type { DeploymentRun, Release } from "./deployment.js";
import type { RuleCause, UpgradeCause } from "./upgraded.js";

/** Finds the rules that cause a difference, or the origins of the values if there are none. */
export function findCauses(
  { kind, name }: ResultDifference,
  before: DeploymentRun,
  after: DeploymentRun,
): readonly UpgradeCause[] {
  const of = kind === "field" ? writersOf : kind === "log" ? loggersOf : failingRule;
  const [old, now] = [of(before, name), of(after, name)];
  const rules = [...new Set([...old, ...now])].map((rule): RuleCause => {
    const acts = !now.includes(rule) ? "before" : !old.includes(rule) ? "after" : "both";
    return { kind: "rule", rule, acts, ...describeRule(rule, acts, before, after) };
  });
  const origins =
    kind === "field" ? originsOf(name, before, after, { before: old.length === 0, after: now.length === 0 }) : [];
  return old.length === 0 ? [...origins, ...rules] : [...rules, ...origins];
}

/** Whether a rule wrote a field, a part of it, or a section around it. */
export function isWritten(path: string, run: DeploymentRun): boolean {
  return writersOf(run, path).length > 0;
}

/** All rules that wrote a field. */
function writersOf({ result, document, release }: DeploymentRun, path: string): readonly string[] {
  const { writes, sections } = writesOf(result);
  // An alias is in the section of what it is another name of.
  if (!sections.has(sectionOf(path))) return [];
  const paths = pathsOf(path.split("."), document, release.program.linked.engine.alias);
  const found = writes.filter((change) => paths.some((mine) => overlaps(mine, change.path)));
  return [...new Set(found.map(({ rule }) => rule))];
}

const writesOf = memoize(({ changes }: Result) => {
  const writes = changes.map(({ path, rule }) => ({ path: path.split("."), rule }));
  return { writes, sections: new Set(changes.map(({ path }) => sectionOf(path))) };
});

function sectionOf(path: string): string {
  const end = path.indexOf(".");
  return end < 0 ? path : path.slice(0, end);
}

function loggersOf({ result }: DeploymentRun, code: string): readonly string[] {
  return [...new Set(result.logs.filter((log) => log.code === code).map(({ rule }) => rule))];
}

function failingRule({ result }: DeploymentRun, code: string): readonly string[] {
  return result.error?.code === code && result.error.rule !== null ? [result.error.rule] : [];
}

function originsOf(
  path: string,
  before: DeploymentRun,
  after: DeploymentRun,
  asked: { before: boolean; after: boolean },
): readonly UpgradeCause[] {
  const [old, now] = [asked.before ? originAt(path, before) : null, asked.after ? originAt(path, after) : null];
  return old === null && now === null ? [] : [{ kind: "origin", before: old, after: now }];
}

/** The origin of a field, or of the nearest section around it; none if the field is unset. */
function originAt(path: string, { built, document }: DeploymentRun): Origin | null {
  if (built === null || (built.originAt(path) === null && readPath(document, path.split(".")) == null)) return null;
  for (let name = path; name !== ""; name = name.slice(0, Math.max(0, name.lastIndexOf(".")))) {
    const origin = built.originAt(name);
    if (origin !== null) return origin;
  }
  return null;
}

/** Whether the user set the field itself. */
export function isGiven(path: string, { built }: DeploymentRun): boolean {
  const kind = built?.originAt(path)?.kind;
  return kind === "flag" || kind === "recipe" || kind === "config-file";
}

function describeRule(
  id: string,
  acts: RuleCause["acts"],
  before: DeploymentRun,
  after: DeploymentRun,
): Omit<RuleCause, "kind" | "rule" | "acts"> {
  const [own, other] = acts === "before" ? [before, after] : [after, before];
  const { pack, rule } = must(findRule(id, own.release), `the rule ${id}`);
  const isInBoth = findRule(id, other.release) !== null;
  return {
    why: rule.rule.why ?? null,
    versions: rule.rule.versions ?? pack.pack.versions ?? null,
    source: pack.pack.source ?? null,
    file: pack.file,
    line: pack.source.locate(rule.at)?.line ?? null,
    because: isInBoth ? turned(conditionOf(id, before), conditionOf(id, after)) : [],
  };
}

function findRule(id: string, { program }: Release): { readonly pack: LinkedPack; readonly rule: LinkedRule } | null {
  const pack = program.linked.packs.get(id.slice(0, id.lastIndexOf("/")));
  const rule = pack?.rules.find((entry) => entry.id === id);
  return pack === undefined || rule === undefined ? null : { pack, rule };
}

/** Environment inputs of rules that the document does not state: dotted paths of `environment`. */
export function askedOfMachine({ result }: DeploymentRun): readonly string[] {
  const asked = (result.trace ?? [])
    .flatMap(({ when }) => comparisons(when))
    .filter((part) => part.result !== null && (part.actual ?? null) === null);
  return [...new Set(asked.flatMap(({ fact }) => (fact?.startsWith("environment.") === true ? [fact] : [])))];
}

function conditionOf(id: string, { result }: DeploymentRun): TracedCondition | null {
  return result.trace?.find(({ rule }) => rule === id)?.when ?? null;
}

/** Comparisons of one condition with different results; both traces are of the same rule, so their parts correspond. */
function turned(before: TracedCondition | null, after: TracedCondition | null): RuleCause["because"] {
  const [old, now] = [comparisons(before), comparisons(after)];
  if (old.length !== now.length) return [];
  const found = now.flatMap((part, index) => {
    const was = itemAt(old, index);
    if (part.fact === undefined || was.result === part.result || was.result === null || part.result === null) return [];
    return [
      {
        fact: part.fact,
        ...("actual" in was ? { before: was.actual as Json } : {}),
        ...("actual" in part ? { after: part.actual as Json } : {}),
      },
    ];
  });
  return found.filter(({ fact }, index) => found.findIndex((other) => other.fact === fact) === index);
}

function comparisons(condition: TracedCondition | null | undefined): readonly TracedCondition[] {
  if (condition == null) return [];
  if (condition.fact !== undefined) return [condition];
  return [...(condition.all ?? []), ...(condition.any ?? []), condition.not, condition.is].flatMap(comparisons);
}
