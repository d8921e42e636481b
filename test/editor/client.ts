import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough } from "node:stream";
import { pathToFileURL } from "node:url";
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type Diagnostic,
  type Position,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import type { RuleChoice } from "../../engine/index.js";
import { serveEditor } from "../../engine/editor/server.js";

/** An editor that speaks the protocol to a server in the same process, over streams. */
export class Client {
  readonly folder: string;
  readonly findings = new Map<string, Diagnostic[]>();
  readonly messages: string[] = [];
  readonly logged: string[] = [];
  readonly edits: WorkspaceEdit[] = [];
  /** How often the server asked to request lenses again. */
  refreshed = 0;
  readonly connection;
  #versions = new Map<string, number>();
  #texts = new Map<string, string>();
  #waiting: (() => void)[] = [];

  private constructor(files: Readonly<Record<string, string>>, choice: RuleChoice) {
    this.folder = mkdtempSync(path.join(tmpdir(), "fettle-editor-"));
    for (const [name, text] of Object.entries(files)) this.write(name, text);
    const [there, back] = [new PassThrough(), new PassThrough()];
    serveEditor(there, back, choice);
    this.connection = createProtocolConnection(new StreamMessageReader(back), new StreamMessageWriter(there));
    this.connection.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }) => {
      this.findings.set(uri, diagnostics);
      for (const wake of this.#waiting.splice(0)) wake();
    });
    this.connection.onRequest("workspace/applyEdit", ({ edit }) => {
      this.edits.push(edit);
      return { applied: true };
    });
    this.connection.onRequest("workspace/codeLens/refresh", () => {
      this.refreshed++;
      return null;
    });
    this.connection.onNotification("window/showMessage", ({ message }) => void this.messages.push(message));
    this.connection.onNotification("window/logMessage", ({ message }) => void this.logged.push(message));
    this.connection.listen();
  }

  static async start(
    files: Readonly<Record<string, string>>,
    options: object = {},
    choice: RuleChoice = {},
    capabilities: object = {},
  ): Promise<Client> {
    const client = new Client(files, choice);
    const workspaceFolders = [{ uri: pathToFileURL(client.folder).href, name: "rules" }];
    await client.ask("initialize", {
      ...{ processId: null, rootUri: null, capabilities, workspaceFolders, initializationOptions: options },
    });
    await client.connection.sendNotification("initialized", {});
    return client;
  }

  uri(name: string): string {
    return pathToFileURL(path.join(this.folder, name)).href;
  }

  write(name: string, text: string): void {
    const place = path.join(this.folder, name);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, text);
  }

  async remove(name: string): Promise<void> {
    rmSync(path.join(this.folder, name));
    const changes = [{ uri: this.uri(name), type: 3 }];
    await this.connection.sendNotification("workspace/didChangeWatchedFiles", { changes });
  }

  async type(name: string, text: string): Promise<void> {
    const uri = this.uri(name);
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    this.#texts.set(name, text);
    if (version === 1) {
      const textDocument = { uri, languageId: "json", version, text };
      await this.connection.sendNotification("textDocument/didOpen", { textDocument });
    } else {
      const change = { textDocument: { uri, version }, contentChanges: [{ text }] };
      await this.connection.sendNotification("textDocument/didChange", change);
    }
  }

  async close(name: string): Promise<void> {
    this.#versions.delete(this.uri(name));
    await this.connection.sendNotification("textDocument/didClose", { textDocument: { uri: this.uri(name) } });
  }

  /** The place of the mark `|` in a text, and the text without it. */
  static marked(text: string): { readonly text: string; readonly position: Position } {
    const before = text.slice(0, text.indexOf("|"));
    const line = before.split("\n").length - 1;
    return { text: text.replace("|", ""), position: { line, character: before.length - before.lastIndexOf("\n") - 1 } };
  }

  /** Asks about the place of a mark in a text that is typed first. */
  async at<Answer>(method: string, name: string, marked: string, more: object = {}): Promise<Answer> {
    const { text, position } = Client.marked(marked);
    await this.type(name, text);
    return this.ask(method, { textDocument: { uri: this.uri(name) }, position, ...more });
  }

  ask<Answer>(method: string, params: object): Promise<Answer> {
    return this.connection.sendRequest<Answer>(method, params);
  }

  /** Resolves when the findings of a file are so. */
  async until(name: string, isSo: (codes: readonly unknown[]) => boolean): Promise<readonly Diagnostic[]> {
    for (const end = Date.now() + 30_000; ; ) {
      const found = this.findings.get(this.uri(name)) ?? [];
      if (isSo(found.map(({ code }) => code))) return found;
      if (Date.now() > end) throw new Error(`still ${JSON.stringify(found)}; ${this.logged.join("; ")}`);
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        setTimeout(resolve, 200);
      });
    }
  }

  async stop(): Promise<void> {
    await this.ask("shutdown", {});
    this.connection.dispose();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
