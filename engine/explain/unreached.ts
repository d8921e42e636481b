import { architectureOf } from "../packs/architectures.js";
import { kindOf } from "../language/actions/index.js";
import type { TracedCondition } from "../generated/result.js";
import { traceCondition } from "../compiler/read-trace.js";
import type { LinkedStage } from "../packs/linked.js";
import type { Evaluated } from "./evaluated.js";

/** Why the rules of a pack were not reached, with the stage's condition if that was the reason. */
export interface Unreached {
  readonly reason: string;
  readonly when?: TracedCondition;
}

/** Explains why a pack was not reached. The pack must have no rule in the trace. */
export function whyUnreached(name: string, evaluated: Evaluated): Unreached {
  const { rules, result, pack } = evaluated;
  if (pack !== null) return { reason: `only \`${pack}\` was run` };
  const stages = rules.stages.filter((stage) => reaches(stage, name));
  const blocked = stages.map((stage) => blockOf(stage, evaluated));
  const first = blocked.find((block) => block !== null);
  if (first != null) return first;
  if (result.error !== null)
    return { reason: `the evaluation failed earlier, at \`${result.error.rule ?? "the document"}\`` };
  const includers = [...rules.packs.values()].filter((other) =>
    other.rules.some(({ then }) => then.some((action) => kindOf(action).includes(action) === name)),
  );
  if (includers.length > 0)
    return {
      reason: `only ${includers.map((other) => `\`${other.name}\``).join(", ")} includes it, but did not run that include`,
    };
  return { reason: stages.length > 0 ? "it was not reached" : `no stage of the set \`${rules.set}\` runs it` };
}

function reaches(stage: LinkedStage, pack: string): boolean {
  return stage.kind === "pack" ? stage.pack === pack : [...stage.packs.values()].includes(pack);
}

/** What prevented a stage from running its pack; null if unknown. */
function blockOf(stage: LinkedStage, { before, result, rules }: Evaluated): Unreached | null {
  const document = (result.document ?? before) as typeof before;
  const architecture = architectureOf(document, rules.engine);
  const isMine = (names: { has(name: string): boolean } | null) =>
    names === null || (typeof architecture === "string" && names.has(architecture));
  const found = typeof architecture === "string" ? `\`${architecture}\`` : "a document without one";
  if (stage.kind === "dispatch" || !isMine(stage.architectures)) {
    return { reason: `the pack applies to other architectures, not to ${found}` };
  }
  if (stage.when === null) return null;
  const when = traceCondition(stage.when, rules.operators, document);
  return when.result === true ? null : { reason: "the condition of its stage does not hold", when };
}
