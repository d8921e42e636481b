import { PassThrough } from "node:stream";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { FettleDebugSession, type Launch } from "../../engine/debug/session.js";

/** An editor that speaks the Debug Adapter Protocol to a session in the same process, over streams. */
export class DebugClient {
  readonly output: string[] = [];
  readonly #input = new PassThrough();
  readonly #waiting = new Map<number | string, (message: DebugProtocol.ProtocolMessage) => void>();
  readonly #unread: DebugProtocol.Event[] = [];
  #received = Buffer.alloc(0);
  #sequence = 0;

  constructor(launch: Launch) {
    const back = new PassThrough();
    back.on("data", (data: Buffer) => this.#receive(data));
    new FettleDebugSession(launch).start(this.#input, back);
  }

  /** Launches, sets breakpoints with `prepare`, and goes on to the first stop. */
  static async launch(
    launch: Launch,
    configuration: object,
    prepare: (client: DebugClient) => Promise<unknown> = async () => {},
  ) {
    const client = new DebugClient(launch);
    await client.ask("initialize", {
      adapterID: "fettle",
      pathFormat: "path",
      linesStartAt1: true,
      columnsStartAt1: true,
    });
    await client.ask("launch", configuration);
    await client.event("initialized");
    await prepare(client);
    await client.ask("configurationDone");
    await client.event("stopped");
    return client;
  }

  ask<Body = unknown>(command: string, args: object = {}): Promise<Body> {
    const seq = ++this.#sequence;
    const body = JSON.stringify({ seq, type: "request", command, arguments: args });
    return new Promise((resolve, reject) => {
      this.#waiting.set(seq, (message) => {
        const response = message as DebugProtocol.Response;
        const { error } = (response.body ?? {}) as { error?: DebugProtocol.Message };
        if (response.success) resolve(response.body as Body);
        else reject(new Error(error?.variables?.["text"] ?? response.message));
      });
      this.#input.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    });
  }

  async event(name: string): Promise<DebugProtocol.Event> {
    const index = this.#unread.findIndex(({ event }) => event === name);
    const [found] = index < 0 ? [] : this.#unread.splice(index, 1);
    if (found !== undefined) return found;
    return new Promise((resolve) => this.#waiting.set(name, (message) => resolve(message as DebugProtocol.Event)));
  }

  /** Moves, and tells where the debugger then is: names of frames, innermost first. */
  async move(command: string, args: object = {}): Promise<readonly string[]> {
    await this.ask(command, { threadId: 1, ...args });
    await this.event("stopped");
    return (await this.frames()).map(({ name }) => name);
  }

  async frames(): Promise<readonly DebugProtocol.StackFrame[]> {
    const { stackFrames } = await this.ask<DebugProtocol.StackTraceResponse["body"]>("stackTrace", { threadId: 1 });
    return stackFrames;
  }

  /** The values of a scope of a frame, by name. */
  async scope(name: string, frameId = 0): Promise<Readonly<Record<string, DebugProtocol.Variable>>> {
    const { scopes } = await this.ask<DebugProtocol.ScopesResponse["body"]>("scopes", { frameId });
    const found = scopes.find((scope) => scope.name === name);
    return found === undefined ? {} : this.inside(found.variablesReference);
  }

  async inside(variablesReference: number): Promise<Readonly<Record<string, DebugProtocol.Variable>>> {
    const body = await this.ask<DebugProtocol.VariablesResponse["body"]>("variables", { variablesReference });
    return Object.fromEntries(body.variables.map((variable) => [variable.name, variable]));
  }

  async evaluate(expression: string, frameId = 0): Promise<string> {
    return (await this.ask<DebugProtocol.EvaluateResponse["body"]>("evaluate", { expression, frameId })).result;
  }

  #receive(data: Buffer): void {
    this.#received = Buffer.concat([this.#received, data]);
    for (;;) {
      const header = this.#received.indexOf("\r\n\r\n");
      const length = /Content-Length: (\d+)/.exec(this.#received.subarray(0, header).toString())?.[1];
      const end = header + 4 + Number(length);
      if (header < 0 || length === undefined || this.#received.length < end) return;
      const message = JSON.parse(this.#received.subarray(header + 4, end).toString()) as DebugProtocol.ProtocolMessage;
      this.#received = this.#received.subarray(end);
      this.#take(message);
    }
  }

  #take(message: DebugProtocol.ProtocolMessage): void {
    const isResponse = message.type === "response";
    const event = message as DebugProtocol.Event;
    if (event.event === "output") return void this.output.push((event.body as { output: string }).output);
    const key = isResponse ? (message as DebugProtocol.Response).request_seq : event.event;
    const waiting = this.#waiting.get(key);
    this.#waiting.delete(key);
    if (waiting !== undefined) waiting(message);
    else if (!isResponse) this.#unread.push(event);
  }
}
