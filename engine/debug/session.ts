import {
  InitializedEvent,
  OutputEvent,
  Scope,
  StackFrame,
  StoppedEvent,
  TerminatedEvent,
  Thread,
} from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { FettleError, formatDiagnostic } from "../common/diagnostic.js";
import { whyNoAnswer } from "../explain/query.js";
import { BreakpointSession, sourceOf } from "./breakpoint-session.js";
import { Debugger, type Debuggee, type Movement } from "./debugger.js";
import type { Frame } from "./frames.js";
import type { Recording } from "./record.js";
import type { Stop } from "./travel.js";
import type { Variable } from "./variables.js";

/** Loads the subject from the arguments of `launch`; `note` shows warnings. @throws FettleError */
export type Launch = (asked: DebugProtocol.LaunchRequestArguments, note: (text: string) => void) => Promise<Debuggee>;

const thread = 1;

/**
 * A Debug Adapter Protocol server. It records the whole evaluation at launch, so that it can step in both directions.
 */
export class FettleDebugSession extends BreakpointSession {
  readonly #launch: Launch;
  #stopOnEntry = false;

  constructor(launch: Launch) {
    super();
    this.#launch = launch;
    this.setDebuggerLinesStartAt1(true);
    this.setDebuggerColumnsStartAt1(true);
    // The process ends with its input; by default, the library would end it.
    this.setRunAsServer(true);
  }

  protected override initializeRequest(response: DebugProtocol.InitializeResponse): void {
    response.body = {
      ...{ supportsConfigurationDoneRequest: true, supportsStepBack: true, supportsEvaluateForHovers: true },
      ...{ supportsConditionalBreakpoints: true, supportsFunctionBreakpoints: true, supportsDataBreakpoints: true },
      ...{
        supportsBreakpointLocationsRequest: true,
        supportsExceptionInfoRequest: true,
        supportsTerminateRequest: true,
      },
      exceptionBreakpointFilters: [{ filter: "failure", label: "A rule fails", default: true }],
    };
    this.sendResponse(response);
  }

  protected override launchRequest(
    response: DebugProtocol.LaunchResponse,
    asked: DebugProtocol.LaunchRequestArguments & { readonly stopOnEntry?: unknown },
  ): void {
    this.#stopOnEntry = asked.stopOnEntry === true;
    this.#launch(asked, (text) => this.sendEvent(new OutputEvent(text, "console")))
      .then((debuggee) => {
        this.debugging = new Debugger(debuggee);
        this.sendResponse(response);
        // The client sets breakpoints after this event, when their possible locations are known.
        this.sendEvent(new InitializedEvent());
      })
      .catch((error: unknown) => this.#refuse(response, error));
  }

  protected override configurationDoneRequest(response: DebugProtocol.ConfigurationDoneResponse): void {
    this.sendResponse(response);
    this.#stopped((found) => (this.#stopOnEntry ? found.begin() : found.move("continue")));
  }

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    response.body = { threads: [new Thread(thread, "evaluation")] };
    this.sendResponse(response);
  }

  protected override stackTraceRequest(
    response: DebugProtocol.StackTraceResponse,
    { startFrame = 0, levels = 0 }: DebugProtocol.StackTraceArguments,
  ): void {
    const end = levels === 0 ? undefined : startFrame + levels;
    const frames = (this.debugging?.frames ?? []).map((frame, index) => this.#stackFrame(frame, index));
    response.body = { stackFrames: frames.slice(startFrame, end), totalFrames: frames.length };
    this.sendResponse(response);
  }

  protected override scopesRequest(
    response: DebugProtocol.ScopesResponse,
    { frameId }: DebugProtocol.ScopesArguments,
  ): void {
    const scopes = this.debugging?.scopesOf(frameId) ?? [];
    response.body = {
      scopes: scopes.map(({ name, variables }) => new Scope(name, this.variables.create(variables), false)),
    };
    this.sendResponse(response);
  }

  protected override variablesRequest(
    response: DebugProtocol.VariablesResponse,
    { variablesReference, start = 0, count = 0 }: DebugProtocol.VariablesArguments,
  ): void {
    const all = this.variables.get(variablesReference)?.() ?? [];
    const shown = count === 0 ? all.slice(start) : all.slice(start, start + count);
    response.body = { variables: shown.map((variable) => this.#variable(variable)) };
    this.sendResponse(response);
  }

  protected override evaluateRequest(
    response: DebugProtocol.EvaluateResponse,
    { expression, frameId = 0 }: DebugProtocol.EvaluateArguments,
  ): void {
    try {
      const found = this.debugging?.evaluate(expression, frameId);
      const { value, variablesReference } = found === undefined ? nothing : this.#variable(found);
      response.body = { result: value, variablesReference };
      this.sendResponse(response);
    } catch (error) {
      this.#refuse(response, error);
    }
  }

  protected override exceptionInfoRequest(response: DebugProtocol.ExceptionInfoResponse): void {
    const error = this.debugging?.recording.result.error ?? null;
    response.body = {
      ...{ exceptionId: error?.code ?? "", breakMode: "always" },
      description: error?.message ?? "",
    };
    this.sendResponse(response);
  }

  protected override continueRequest(response: DebugProtocol.ContinueResponse): void {
    response.body = { allThreadsContinued: true };
    this.#go(response, "continue");
  }

  protected override reverseContinueRequest(response: DebugProtocol.ReverseContinueResponse): void {
    this.#go(response, "reverse");
  }

  protected override nextRequest(response: DebugProtocol.NextResponse): void {
    this.#go(response, "over");
  }

  protected override stepInRequest(response: DebugProtocol.StepInResponse): void {
    this.#go(response, "in");
  }

  protected override stepOutRequest(response: DebugProtocol.StepOutResponse): void {
    this.#go(response, "out");
  }

  protected override stepBackRequest(
    response: DebugProtocol.StepBackResponse,
    { granularity }: DebugProtocol.StepBackArguments,
  ): void {
    this.#go(response, granularity === "instruction" ? "previous" : "back");
  }

  protected override terminateRequest(response: DebugProtocol.TerminateResponse): void {
    this.sendResponse(response);
    this.sendEvent(new TerminatedEvent());
  }

  /** Moves; moving forward from the end terminates the session. */
  #go(response: DebugProtocol.Response, movement: Movement): void {
    this.sendResponse(response);
    const isBack = movement === "reverse" || movement === "back" || movement === "previous";
    if (this.debugging === null || (this.debugging.isAtEnd && !isBack)) this.sendEvent(new TerminatedEvent());
    else this.#stopped((found) => found.move(movement));
  }

  #stopped(go: (found: Debugger) => Stop): void {
    const found = this.debugging;
    if (found === null) return;
    const { reason } = go(found);
    this.variables.reset();
    for (const { level, message, code } of found.newLogs())
      this.sendEvent(new OutputEvent(`${level}: ${message}  ${code}\n`, "stdout"));
    const error = reason === "exception" ? found.recording.result.error : null;
    const event: DebugProtocol.StoppedEvent = new StoppedEvent(reason, thread, error?.message);
    if (found.isAtEnd) event.body.description = `${outcome(found.recording)}; step back, or continue to exit`;
    else if (error !== null) event.body.description = "a rule fails here";
    this.sendEvent(event);
  }

  /** Responds with an error for a user's mistake and also for a bug, which does not end the session. */
  #refuse(response: DebugProtocol.Response, error: unknown): void {
    const found = error instanceof FettleError ? error.diagnostics : [];
    const errors = found.filter(({ severity }) => severity === "error").map(formatDiagnostic);
    const text = errors.length > 0 ? errors.join("\n") : (whyNoAnswer(error) ?? `internal error: ${String(error)}`);
    this.sendErrorResponse(response, { id: 1, format: "{text}", variables: { text }, showUser: true });
  }

  #stackFrame({ name, place }: Frame, index: number): DebugProtocol.StackFrame {
    if (place === null) return new StackFrame(index, name);
    const [line, column] = [
      this.convertDebuggerLineToClient(place.line),
      this.convertDebuggerColumnToClient(place.column),
    ];
    return new StackFrame(index, name, sourceOf(place), line, column);
  }

  #variable({ name, value, expression, inside }: Variable): DebugProtocol.Variable {
    return {
      ...{ name, value, variablesReference: inside === null ? 0 : this.variables.create(inside) },
      ...(expression === null ? {} : { evaluateName: expression }),
    };
  }
}

const nothing = { value: "absent", variablesReference: 0 };

function outcome({ result }: Recording): string {
  if (result.error !== null) return `failed: ${result.error.message}`;
  const { length } = result.changes;
  return `the evaluation has ended with ${length} ${length === 1 ? "change" : "changes"}`;
}
