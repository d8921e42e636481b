import path from "node:path";
import type { JsonSource } from "../common/read-json.js";
import type { Position } from "../common/position.js";
import type { ConditionNode } from "../language/node.js";
import type { LinkedPack, LinkedPacks, LinkedRule, LinkedStage } from "../packs/linked.js";
import type { Moment } from "./record.js";

/** A source location. */
export interface Place extends Position {
  readonly file: string;
}

/** A location where a run can stop, and a test for the moments at it. */
export interface Stoppable extends Place {
  readonly isAt: (moment: Moment) => boolean;
}

/** Source locations of rules, their parts and stages. */
export class Places {
  readonly #rules: LinkedPacks;
  readonly #stoppable = new Map<string, readonly Stoppable[]>();

  constructor(rules: LinkedPacks) {
    this.#rules = rules;
  }

  /** Null if it is not in a file. */
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

  /** The location of a stage; packs that are in no set have none. `at` is a part of its condition. */
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

  /** The hook whose packs a stage dispatches to. */
  hookOf(stage: LinkedStage): string | null {
    if (stage.kind === "pack") return null;
    const [name] = stage.packs.values();
    return (name === undefined ? undefined : this.#rules.packs.get(name)?.pack.hook) ?? null;
  }

  /** The last location that begins at or before a line, in a file with rules. */
  atLine(file: string, line: number): Stoppable | null {
    return this.stoppableIn(file).findLast((place) => place.line <= line) ?? null;
  }

  /** Rules, comparisons and actions of a file, in line order; empty if it is not a loaded pack. */
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
  // Parts that begin on the line of their rule are reached by stepping; a breakpoint there means the rule.
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
