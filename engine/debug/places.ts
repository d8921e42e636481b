import path from "node:path";
import type { JsonSource } from "../common/read-json.js";
import type { Position } from "../common/position.js";
import type { ConditionNode } from "../language/node.js";
import type { LinkedPack, LinkedPacks, LinkedRule, LinkedStage } from "../packs/linked.js";
import type { Moment } from "./record.js";

/** Where something is written. */
export interface Place extends Position {
  readonly file: string;
}

/** A place at which a run can stop, and whether it is the one that a moment stands at. */
export interface Stoppable extends Place {
  readonly isAt: (moment: Moment) => boolean;
}

/** Where rules, their parts and stages are written. */
export class Places {
  readonly #rules: LinkedPacks;
  readonly #stoppable = new Map<string, readonly Stoppable[]>();

  constructor(rules: LinkedPacks) {
    this.#rules = rules;
  }

  /** Null where it is not written in a file. */
  ofMoment(moment: Moment): Place | null {
    switch (moment.kind) {
      case "stage":
        return this.ofStage(moment.stage);
      case "rule":
        return placeIn(moment.call.pack, moment.rule.at);
      case "action":
        return placeIn(moment.call.pack, moment.action.at);
      case "comparison":
        if (moment.call !== null) return placeIn(moment.call.pack, moment.node.at);
        return moment.stage === null ? null : this.ofStage(moment.stage, moment.node.at);
      case "end":
        return null;
    }
  }

  ofPack(pack: LinkedPack): Place | null {
    return placeIn(pack, "/pack");
  }

  ofRule(pack: LinkedPack, { at }: LinkedRule): Place | null {
    return placeIn(pack, at);
  }

  /** A stage of a set; packs that no set names have none. `at` is a part of its condition. */
  ofStage(stage: LinkedStage, at?: string): Place | null {
    for (const { file, source, content } of this.#rules.read.sets) {
      const index = content.stages.findIndex((raw) =>
        "dispatch" in raw
          ? stage.kind === "dispatch" && raw.dispatch === this.hookOf(stage)
          : stage.kind === "pack" && raw.pack === stage.pack,
      );
      if (index >= 0) return placeIn({ file, source }, at ?? `/stages/${index}`);
    }
    return null;
  }

  /** The hook whose packs a stage chooses from. */
  hookOf(stage: LinkedStage): string | null {
    if (stage.kind === "pack") return null;
    const [name] = stage.packs.values();
    return (name === undefined ? undefined : this.#rules.packs.get(name)?.pack.hook) ?? null;
  }

  /** The last place that begins on a line or above it, in a file with rules. */
  atLine(file: string, line: number): Stoppable | null {
    return this.stoppableIn(file).findLast((place) => place.line <= line) ?? null;
  }

  /** Rules, comparisons and actions of a file, in the order of its lines; empty where it is no pack that was loaded. */
  stoppableIn(file: string): readonly Stoppable[] {
    const known = this.#stoppable.get(file);
    if (known !== undefined) return known;
    const pack = [...this.#rules.packs.values()].find(
      (entry) => entry.file !== null && path.resolve(entry.file) === file,
    );
    const found = pack === undefined ? [] : pack.rules.flatMap((rule) => stoppableOf(pack, rule));
    const sorted = found.toSorted((left, right) => left.line - right.line || left.column - right.column);
    this.#stoppable.set(file, sorted);
    return sorted;
  }
}

function stoppableOf(pack: LinkedPack, rule: LinkedRule): readonly Stoppable[] {
  const stop = (at: string, isAt: Stoppable["isAt"]): Stoppable[] => {
    const place = placeIn(pack, at);
    return place === null ? [] : [{ ...place, isAt }];
  };
  const ofRule = stop(rule.at, (moment) => moment.kind === "rule" && moment.rule === rule);
  const parts = [
    ...(rule.when === null ? [] : comparisonsOf(rule.when)).flatMap((node) =>
      stop(
        node.at,
        (moment) => moment.kind === "comparison" && moment.node.at === node.at && moment.call?.pack === pack,
      ),
    ),
    ...rule.then.flatMap((action) => stop(action.at, (moment) => moment.kind === "action" && moment.action === action)),
  ];
  // What begins on the line of its rule is reached by a step; a breakpoint there means the rule.
  return [...ofRule, ...parts.filter(({ line }) => line !== ofRule[0]?.line)];
}

function comparisonsOf(node: ConditionNode): readonly { readonly at: string }[] {
  switch (node.kind) {
    case "comparison":
      return [node];
    case "not":
    case "named":
      return comparisonsOf(node.of);
    default:
      return node.of.flatMap(comparisonsOf);
  }
}

function placeIn(
  { file, source }: { readonly file: string | null; readonly source: JsonSource },
  at: string,
): Place | null {
  const position = file === null ? null : source.locate(at);
  return file === null || position === null ? null : { file: path.resolve(file), ...position };
}
