import semver from "semver";
import type { Json } from "../../engine/common/json.js";
import type { Program } from "../../engine/workspace/load-program.js";
import type { FieldDifference, HandlerAnswers, HandlerDifference } from "./ask-handlers.js";

/** A rule to add, and how the one that it replaces has to end; to be read, tried and explained by a person. */
export interface DraftRule {
  readonly pack: string;
  /** The rule that states the old value, with its range from now on; null where there is none. */
  readonly ends: { readonly rule: string; readonly versions: string } | null;
  /** Null where nothing takes its place. */
  readonly rule: Readonly<Record<string, Json>> | null;
}

/**
 * Rules for what changed by a constant alone: where a pack writes one value wherever it should now write another, or a new
 * handler writes the same into every document.
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

/** `AliceAIForCausalLMConfig` as a pack would be called. */
function nameOf(handler: string): string {
  return handler
    .replace(/(?:ForCausalLM|ForConditionalGeneration|ForSequenceClassification)?(?:Model)?Config$/, "")
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-")
    .toLowerCase();
}
