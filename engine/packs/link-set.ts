import type { Diagnostic } from "../common/diagnostic.js";
import { didYouMean, packHint } from "../common/nearest.js";
import { pointer } from "../common/path.js";
import type { DispatchStage, PackStage, RuleSet } from "../generated/set.js";
import { linkCondition } from "../language/conditions/link-condition.js";
import type { LinkContext } from "../language/link-context.js";
import { architecturesFor } from "./architectures.js";
import { checkConditionFields } from "./check/check-fields.js";
import { checkGuards } from "./check/check-guards.js";
import { finding } from "./check/finding.js";
import type { Surroundings } from "./link-pack.js";
import type { LinkedPack, LinkedStage } from "./linked.js";
import type { Read } from "./read-packs.js";
import { holdsFor, type Target } from "./target.js";

/** Links the stages of a set for one target, those of the extended set first. */
export function linkSet(
  name: string,
  sets: ReadonlyMap<string, Read<RuleSet>>,
  packs: ReadonlyMap<string, LinkedPack>,
  around: Surroundings,
): { stages: readonly LinkedStage[]; members: readonly string[]; diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const chain: Read<RuleSet>[] = [];
  for (let next: string | undefined = name; next !== undefined; ) {
    const read: Read<RuleSet> | undefined = sets.get(next);
    const last = chain.at(-1);
    if (read === undefined || chain.includes(read)) {
      if (last !== undefined) diagnostics.push(baseFinding(last, next, read !== undefined, sets));
      break;
    }
    chain.push(read);
    next = read.content.extends;
  }
  const stages = chain.reverse().flatMap((read) =>
    read.content.stages.flatMap((stage, index) => {
      const at = pointer(["stages", index]);
      return "dispatch" in stage
        ? [dispatchStage(stage, at, read, packs, around.target, diagnostics)]
        : packStage(stage, at, read, packs, around, diagnostics);
    }),
  );
  const members = chain.map(({ content }) => content.set);
  return { stages, members, diagnostics };
}

function baseFinding(
  read: Read<RuleSet>,
  name: string,
  isCircle: boolean,
  sets: ReadonlyMap<string, unknown>,
): Diagnostic {
  return isCircle
    ? finding(
        read,
        "include-cycle",
        "/extends",
        `\`${read.content.set}\` extends itself through \`${name}\``,
        "name a base set that does not extend this one",
      )
    : finding(
        read,
        "unknown-set",
        "/extends",
        `unknown set \`${name}\``,
        didYouMean(name, sets.keys()) ?? `known sets: ${[...sets.keys()].join(", ")}`,
      );
}

function dispatchStage(
  { dispatch }: DispatchStage,
  at: string,
  read: Read<RuleSet>,
  packs: ReadonlyMap<string, LinkedPack>,
  target: Target,
  diagnostics: Diagnostic[],
): LinkedStage {
  const byArchitecture = new Map<string, string>();
  for (const { name, pack } of packs.values()) {
    const isMine =
      name.startsWith(`${read.content.set}/`) &&
      pack.hook === dispatch &&
      pack.kind !== "policy" &&
      holdsFor(pack.versions, target);
    for (const architecture of isMine ? (architecturesFor(pack, target) ?? []) : []) {
      const other = byArchitecture.get(architecture);
      if (other === undefined) byArchitecture.set(architecture, name);
      else {
        const message = `\`${other}\` and \`${name}\` both match \`${architecture}\` at the hook ${dispatch}`;
        diagnostics.push(
          finding(
            read,
            "ambiguous-dispatch",
            at,
            message,
            "merge them, or give them version ranges that do not overlap: an architecture has one pack per hook",
          ),
        );
      }
    }
  }
  return { kind: "dispatch", packs: byArchitecture };
}

function packStage(
  { pack: name, when, for: scope }: PackStage,
  at: string,
  read: Read<RuleSet>,
  packs: ReadonlyMap<string, LinkedPack>,
  around: Surroundings,
  diagnostics: Diagnostic[],
): LinkedStage[] {
  const pack = packs.get(name);
  if (pack === undefined) {
    if (around.packs.has(name)) return [];
    const hint = packHint(name, packs.keys());
    diagnostics.push(finding(read, "unknown-pack", `${at}/pack`, `unknown pack \`${name}\``, hint));
    return [];
  }
  if (pack.pack.kind === "policy") {
    const message = `\`${name}\` is a policy, which cannot be a stage`;
    const hint = "remove it: `fettle audit` applies every loaded policy";
    diagnostics.push(finding(read, "misplaced-policy", `${at}/pack`, message, hint));
    return [];
  }
  const none = new Set<string>();
  const context: LinkContext = {
    pack: read.content.set,
    ...around,
    ...{ facts: new Map(), conditions: new Map(), broken: none, brokenFacts: none },
    used: { facts: new Set(), conditions: new Set() },
    report: (code, path, message, hint, offset) =>
      diagnostics.push(finding(read, code, path, message, hint, { offset })),
  };
  const condition = when === undefined ? null : linkCondition(when, `${at}/when`, context);
  if (condition !== null) {
    diagnostics.push(...checkConditionFields(read, condition, around.fields, around.operators));
    if (around.isThorough(read.file)) diagnostics.push(...checkGuards(read, [condition], around.operators));
  }
  if (!holdsFor(pack.pack.versions, around.target)) return [];
  const stage = {
    kind: "pack",
    pack: name,
    architectures: architecturesOf(pack, around.target),
    when: condition,
  } as const;
  return [scope === undefined ? stage : { ...stage, isForDeployments: true }];
}

/** Creates the stage of a pack that is in no set: it runs wherever its own match holds. */
export function stageOf(pack: LinkedPack, target: Target): LinkedStage[] {
  if (!holdsFor(pack.pack.versions, target)) return [];
  return [{ kind: "pack", pack: pack.name, architectures: architecturesOf(pack, target), when: null }];
}

function architecturesOf({ pack }: LinkedPack, target: Target): ReadonlySet<string> | null {
  const architectures = architecturesFor(pack, target);
  return architectures === null ? null : new Set(architectures);
}
