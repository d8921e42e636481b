import path from "node:path";
import { DebugSession, Handles, Source } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Placed } from "./breakpoints.js";
import type { Debugger } from "./debugger.js";
import type { Place } from "./places.js";
import type { Variable } from "./variables.js";

/** The breakpoint requests of the protocol. */
export abstract class BreakpointSession extends DebugSession {
  /** Null until something is launched. */
  protected debugging: Debugger | null = null;
  /** Contents of the values that the client has seen since the last stop. */
  protected readonly variables = new Handles<() => readonly Variable[]>();

  protected override setBreakPointsRequest(
    response: DebugProtocol.SetBreakpointsResponse,
    { source, breakpoints = [] }: DebugProtocol.SetBreakpointsArguments,
  ): void {
    const file = path.resolve(source.path ?? "");
    const asked = breakpoints.map(({ line, condition }) => ({
      line: this.convertClientLineToDebugger(line),
      ...(condition === undefined ? {} : { condition }),
    }));
    const placed = this.debugging?.breakpoints.setLines(file, asked) ?? [];
    response.body = { breakpoints: placed.map((entry) => this.#breakpoint(entry)) };
    this.sendResponse(response);
  }

  protected override setFunctionBreakPointsRequest(
    response: DebugProtocol.SetFunctionBreakpointsResponse,
    { breakpoints }: DebugProtocol.SetFunctionBreakpointsArguments,
  ): void {
    const placed = this.debugging?.breakpoints.setRules(breakpoints) ?? [];
    response.body = { breakpoints: placed.map((entry) => this.#breakpoint(entry)) };
    this.sendResponse(response);
  }

  protected override dataBreakpointInfoRequest(
    response: DebugProtocol.DataBreakpointInfoResponse,
    { name, variablesReference }: DebugProtocol.DataBreakpointInfoArguments,
  ): void {
    const inside = variablesReference === undefined ? undefined : this.variables.get(variablesReference);
    const found = inside?.().find((variable) => variable.name === name);
    const dataId = inside === undefined ? name : (found?.expression ?? null);
    const isPath = dataId !== null && /^[\w.-]+$/.test(dataId);
    response.body = isPath
      ? { dataId, description: dataId, accessTypes: ["write"], canPersist: true }
      : { dataId: null, description: "not a field of the document" };
    this.sendResponse(response);
  }

  protected override setDataBreakpointsRequest(
    response: DebugProtocol.SetDataBreakpointsResponse,
    { breakpoints }: DebugProtocol.SetDataBreakpointsArguments,
  ): void {
    const placed = this.debugging?.breakpoints.setFields(breakpoints.map(({ dataId }) => dataId)) ?? [];
    response.body = { breakpoints: placed.map(({ message }) => ({ verified: message === null })) };
    this.sendResponse(response);
  }

  protected override setExceptionBreakPointsRequest(
    response: DebugProtocol.SetExceptionBreakpointsResponse,
    { filters }: DebugProtocol.SetExceptionBreakpointsArguments,
  ): void {
    if (this.debugging !== null) this.debugging.breakpoints.stopsAtFailure = filters.includes("failure");
    this.sendResponse(response);
  }

  protected override breakpointLocationsRequest(
    response: DebugProtocol.BreakpointLocationsResponse,
    { source, line, endLine = line }: DebugProtocol.BreakpointLocationsArguments,
  ): void {
    const [first, last] = [line, endLine].map((at) => this.convertClientLineToDebugger(at));
    const found = this.debugging?.places.stoppableIn(path.resolve(source.path ?? "")) ?? [];
    const lines = new Set(found.map((place) => place.line).filter((at) => at >= (first ?? 0) && at <= (last ?? 0)));
    response.body = { breakpoints: [...lines].map((at) => ({ line: this.convertDebuggerLineToClient(at) })) };
    this.sendResponse(response);
  }

  #breakpoint({ place, message }: Placed): DebugProtocol.Breakpoint {
    return {
      verified: place !== null && message === null,
      ...(message === null ? {} : { message }),
      ...(place === null ? {} : { source: sourceOf(place), line: this.convertDebuggerLineToClient(place.line) }),
    };
  }
}

export function sourceOf({ file }: Place): Source {
  return new Source(path.basename(file), file);
}
