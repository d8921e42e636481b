import semver from "semver";
import type { Json } from "../../engine/common/json.js";
import type { Program } from "../../engine/workspace/load-program.js";
import type { FieldDifference, HandlerAnswers, HandlerDifference } from "./ask-handlers.js";

/** A draft of a rule, and the new version range of the one it replaces; a person must read, test and explain it. */
export interface DraftRule {
  readonly pack: string;
  /** The rule with the old value, and its new version range; null if there is none. */
  readonly ends: { readonly rule: string; readonly versions: string } | null;
  /** Null if nothing replaces it. */
  readonly rule: Readonly<Record<string, Json>> | null;
}

/**
 * Drafts rules for changes of a constant: a pack always writes one value where it should now write another, or a new
 * handler writes the same value into every document.
 */
export function draftRules({ differing }: HandlerAnswers, program: Program, release: string): readonly DraftRule[] {
  return differing.flatMap((difference) =>
    difference.fields
      .filter((field) => field.isConstant && field.path.includes(".") && !Array.isArray(field.expected))
      .flatMap((field) => draftFor(difference, field, program, release)),
  );
}

function draftFor(
  { pack, handler, answers }: HandlerDifference,
  { path, found, expected, count, isLeft }: FieldDifference,
  { linked }: Program,
  release: string,
): readonly DraftRule[] {
  const versions = `>=${release}`;
  const name = pack ?? `vllm/${nameOf(handler)}`;
  const id = `${(path.split(".").at(-1) ?? "").replaceAll("_", "-")}-since-${release.replaceAll(".", "-")}`;
  const rule = { id, versions, then: [{ set: path, value: expected }] };
  if (pack === null) return count === answers && !isLeft ? [{ pack: name, ends: null, rule }] : [];
  const writers = (linked.packs.get(pack)?.rules ?? []).filter(({ rule: { then } }) =>
    then.some((action) => "set" in action && action.set === path && "value" in action && action.value === found),
  );
  const [writer] = writers;
  if (writer === undefined || writers.length > 1) return [];
  const { when, versions: range } = writer.rule;
  const isEnded = range !== undefined && !semver.satisfies(release, range);
  const ends = { rule: writer.id, versions: isEnded ? range : [range, `<${release}`].filter(Boolean).join(" ") };
  const { then, ...head } = rule;
  const whole = { ...head, ...(when === undefined ? {} : { when: structuredClone(when) as unknown as Json }), then };
  return [{ pack: name, ends, rule: isLeft ? null : whole }];
}

/** Derives a pack name from `AliceAIForCausalLMConfig`. */
function nameOf(handler: string): string {
  return handler
    .replace(/(?:ForCausalLM|ForConditionalGeneration|ForSequenceClassification)?(?:Model)?Config$/, "")
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-")
    .toLowerCase();
}
