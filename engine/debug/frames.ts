import { comparisonText } from "../language/conditions/comparison-text.js";
import { kindOf } from "../language/actions/index.js";
import type { LinkedPack, LinkedStage } from "../packs/linked.js";
import type { Place, Places } from "./places.js";
import type { Call, Moment } from "./record.js";

/** One level of the stack. */
export interface Frame {
  readonly name: string;
  readonly place: Place | null;
  /** The pack whose facts are in scope. */
  readonly pack: LinkedPack | null;
}

/** The stack at a moment, innermost frame first: part, rule, pack, and the including rule or the stage. */
export function framesAt(moment: Moment, places: Places): readonly Frame[] {
  switch (moment.kind) {
    case "end":
      return [{ name: "the evaluation has ended", place: null, pack: null }];
    case "stage":
      return [stageFrame(moment.stage, places)];
    case "rule":
      return [ruleFrame(moment, places), ...outside(moment.call, places)];
    case "action":
      return [
        { name: kindOf(moment.action).show(moment.action), place: places.ofMoment(moment), pack: moment.call.pack },
        ruleFrame(moment, places),
        ...outside(moment.call, places),
      ];
    case "comparison": {
      const { call, rule, stage, traced } = moment;
      const own = { name: comparisonText(traced), place: places.ofMoment(moment), pack: call?.pack ?? null };
      if (call !== null && rule !== null) return [own, ruleFrame({ call, rule }, places), ...outside(call, places)];
      return [own, ...(stage === null ? [] : [stageFrame(stage, places)])];
    }
  }
}

type InRule = Pick<Moment & { kind: "rule" }, "call" | "rule">;

function ruleFrame({ call, rule }: InRule, places: Places): Frame {
  return { name: `rule ${rule.rule.id}`, place: places.ofRule(call.pack, rule), pack: call.pack };
}

function outside(call: Call, places: Places): readonly Frame[] {
  const own = { name: `pack ${call.pack.name}`, place: places.ofPack(call.pack), pack: call.pack };
  if (call.from !== null) return [own, ...framesAt(call.from, places)];
  return [own, ...(call.stage === null ? [] : [stageFrame(call.stage, places)])];
}

function stageFrame(stage: LinkedStage, places: Places): Frame {
  const name = stage.kind === "pack" ? `stage ${stage.pack}` : `stage dispatch ${places.hookOf(stage) ?? ""}`;
  return { name, place: places.ofStage(stage), pack: null };
}
