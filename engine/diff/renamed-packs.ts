import { fromMap } from "../common/must.js";
import type { ActionNode } from "../language/actions/index.js";
import { jsonEqual } from "../common/json.js";
import type { Rule } from "../generated/pack.js";
import type { LinkedPack, LinkedPacks, LinkedStage } from "../packs/linked.js";

/** The old names of packs, by the new ones. */
export type OldNames = ReadonlyMap<string, string>;

/** As in git, similarity of at least one half counts as a rename. */
const leastShare = 0.5;

/** Detects renamed packs: among the removed ones, the one with the same hook and the most rules in common. */
export function renamedPacks(before: LinkedPacks, after: LinkedPacks): OldNames {
  const only = (linked: LinkedPacks, other: LinkedPacks) =>
    [...linked.packs.values()].filter(({ name }) => !other.packs.has(name));
  const gone = only(before, after);
  const pairs = only(after, before).flatMap((now) =>
    gone
      .filter((old) => runsAlike(old.name, now.name, before, after))
      .map((old) => ({ old: old.name, now: now.name, share: sharedPart(old, now) })),
  );
  const likely = pairs.filter(({ share }) => share >= leastShare).sort((left, right) => right.share - left.share);
  const found = new Map<string, string>();
  const taken = new Set<string>();
  for (const { old, now } of likely) {
    if (found.has(now) || taken.has(old)) continue;
    found.set(now, old);
    taken.add(old);
  }
  return found;
}

/**
 * A set dispatches documents to the packs of its own name: a pack that enters or leaves it runs for other documents
 * than before.
 */
function runsAlike(old: string, now: string, ...sides: readonly LinkedPacks[]): boolean {
  const [left, right] = [old, now].map((name) => name.split("/")[0]);
  return (
    left === right ||
    !sides.some(({ read }) => read.sets.some(({ content }) => content.set === left || content.set === right))
  );
}

function sharedPart({ pack: old }: LinkedPack, { pack: now }: LinkedPack): number {
  if (old.hook !== now.hook || old.rules.length === 0 || now.rules.length === 0) return 0;
  const left = [...old.rules];
  const shared = now.rules.filter(({ when, then }) => {
    const at = left.findIndex((rule) => jsonEqual(rule.when, when) && jsonEqual(rule.then, then));
    return at >= 0 && left.splice(at, 1).length > 0;
  });
  return shared.length / Math.max(old.rules.length, now.rules.length);
}

/**
 * The base version with the new pack names; stages keep their order. Only names differ, and codes, which begin with
 * them.
 */
export function withNewNames(linked: LinkedPacks, oldNames: OldNames): LinkedPacks {
  const newNames = new Map([...oldNames].map(([now, old]) => [old, now]));
  const nameOf = (name: string): string => newNames.get(name) ?? name;
  const stages = linked.stages.map((stage): LinkedStage => {
    if (stage.kind === "pack") return { ...stage, pack: nameOf(stage.pack) };
    return { ...stage, packs: new Map([...stage.packs].map(([architecture, name]) => [architecture, nameOf(name)])) };
  });
  const sets = linked.read.sets.map((set) => ({
    ...set,
    content: {
      ...set.content,
      stages: set.content.stages.map((stage) => ("pack" in stage ? { ...stage, pack: nameOf(stage.pack) } : stage)),
    },
  }));
  return {
    ...linked,
    read: { ...linked.read, sets },
    stages,
    packs: new Map([...linked.packs.values()].map((pack) => [nameOf(pack.name), renamed(pack, nameOf)])),
  };
}

function renamed(linked: LinkedPack, nameOf: (name: string) => string): LinkedPack {
  const name = nameOf(linked.name);
  const inPack = (code: string): string => `${name}${code.slice(linked.name.length)}`;
  const written = new Map(
    linked.pack.rules.map((rule) => [
      rule,
      {
        ...rule,
        then: rule.then.map((action) =>
          "include" in action ? { include: nameOf(action.include) } : action,
        ) as Rule["then"],
      },
    ]),
  );
  const rules = linked.rules.map(({ id, rule, then, ...rest }) => ({
    ...rest,
    id: inPack(id),
    rule: fromMap(written, rule),
    then: then.map(renamedAction),
  }));
  return { ...linked, name, pack: { ...linked.pack, pack: name, rules: [...written.values()] }, rules };

  function renamedAction(node: ActionNode): ActionNode {
    if (node.kind === "include") return { ...node, pack: nameOf(node.pack) };
    return node.kind === "log" || node.kind === "fail" ? { ...node, code: inPack(node.code) } : node;
  }
}

/** Codes of logs and failures that both versions of a pack have, except for its name. */
export function renamedCodes(
  old: string,
  { name, rules }: LinkedPack,
): readonly { readonly before: string; readonly after: string }[] {
  const codes = new Set(
    rules.flatMap(({ then }) =>
      then.flatMap((node) => (node.kind === "log" || node.kind === "fail" ? [node.code] : [])),
    ),
  );
  return [...codes].map((after) => ({ before: `${old}${after.slice(name.length)}`, after }));
}

/** Whether a renamed pack has another position among those that both versions run. */
export function isElsewhere(name: string, before: LinkedPacks, after: LinkedPacks): boolean {
  const places = [before, after].map(({ stages }) =>
    stages.map((stage) => (stage.kind === "pack" ? [stage.pack] : ["", ...new Set(stage.packs.values())])),
  );
  const inBoth = (entry: string) => places.every((stages) => stages.some((names) => names.includes(entry)));
  const [old, now] = places.map((stages) =>
    JSON.stringify(
      stages
        .map((names) => (names.includes(name) ? [names[0] === "" ? "dispatch" : "", name] : names.filter(inBoth)))
        .filter((names) => names.length > 0),
    ),
  );
  return old !== now;
}
