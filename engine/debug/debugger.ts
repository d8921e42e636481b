import type { JsonObject } from "../common/json.js";
import { readQuery, withinLimits } from "../explain/query.js";
import type { LogEntry } from "../generated/result.js";
import type { LinkedPacks } from "../packs/linked.js";
import { Breakpoints } from "./breakpoints.js";
import { framesAt, type Frame } from "./frames.js";
import { Places } from "./places.js";
import { record, type Moment, type Recording } from "./record.js";
import { runBack, runOn, stepBack, stepIn, stepOut, stepOver, type Stop } from "./travel.js";
import { conditionVariable, Scopes, valueVariable, type Scope, type Variable } from "./variables.js";

/** The subject of a debug session. */
export interface Debuggee {
  readonly rules: LinkedPacks;
  readonly document: JsonObject;
  /** The single pack that runs, or null for the whole set. */
  readonly pack: string | null;
}

export type Movement = "continue" | "reverse" | "over" | "in" | "out" | "back" | "previous";

/** A recorded evaluation, and the debugger's current moment in it. */
export class Debugger {
  readonly places: Places;
  readonly breakpoints: Breakpoints;
  readonly recording: Recording;
  readonly #rules: LinkedPacks;
  readonly #scopes: Scopes;
  #at = -1;
  #shown = 0;
  #frames: readonly Frame[] = [];

  constructor({ rules, document, pack }: Debuggee) {
    this.#rules = rules;
    this.places = new Places(rules);
    this.breakpoints = new Breakpoints(this.places, rules);
    this.recording = record(rules, document, pack);
    this.#scopes = new Scopes(this.recording, rules);
  }

  /** The stack, innermost frame first. */
  get frames(): readonly Frame[] {
    return this.#frames;
  }

  get isAtEnd(): boolean {
    return this.#at === this.recording.moments.length - 1;
  }

  get #moment(): Moment | undefined {
    return this.recording.moments[this.#at];
  }

  /** Stops at the first moment. */
  begin(): Stop {
    return this.#stop({ moment: 0, reason: "entry" });
  }

  move(movement: Movement): Stop {
    const [{ moments }, at] = [this.recording, this.#at];
    const stopsAt = this.breakpoints.stopsAt(this.recording);
    const step = (moment: number): Stop => ({ moment, reason: "step" });
    switch (movement) {
      case "continue":
        return this.#stop(runOn(this.recording, at, stopsAt));
      case "reverse":
        return this.#stop(runBack(this.recording, at, stopsAt));
      case "over":
        return this.#stop(step(stepOver(moments, at)));
      case "in":
        return this.#stop(step(stepIn(moments, at)));
      case "out":
        return this.#stop(step(stepOut(moments, at)));
      case "back":
        return this.#stop(step(stepBack(moments, at)));
      case "previous":
        return this.#stop(step(Math.max(0, at - 1)));
    }
  }

  scopesOf(frame: number): readonly Scope[] {
    const [moment, found] = [this.#moment, this.#frames[frame]];
    return moment === undefined || found === undefined ? [] : this.#scopes.at(moment, found);
  }

  /** Evaluates an expression or condition at this moment. @throws FettleError, and errors of expressions */
  evaluate(text: string, frame: number): Variable {
    const query = readQuery(text, { rules: this.#rules, pack: this.#frames[frame]?.pack?.name ?? null });
    const document = this.#moment?.document ?? this.recording.input;
    return withinLimits(() =>
      query.kind === "condition"
        ? conditionVariable(query.trace(document))
        : valueVariable("", query.value(document), null),
    );
  }

  /** Logs written up to this moment, each returned once. */
  newLogs(): readonly LogEntry[] {
    const count = this.#moment?.logs ?? 0;
    const found = this.recording.result.logs.slice(this.#shown, count);
    this.#shown = Math.max(this.#shown, count);
    return found;
  }

  #stop(stop: Stop): Stop {
    this.#at = stop.moment;
    const moment = this.#moment;
    this.#frames = moment === undefined ? [] : framesAt(moment, this.places);
    return stop;
  }
}
