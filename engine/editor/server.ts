import { fileURLToPath } from "node:url";
import {
  CodeLensRefreshRequest,
  createConnection,
  DidChangeWatchedFilesNotification,
  TextDocuments,
  TextDocumentSyncKind,
  type Connection,
  type InitializeParams,
  type ServerCapabilities,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { RuleChoice } from "../workspace/choose-rules.js";
import { version } from "../common/version.js";
import { chooseDocumentCommand } from "./commands.js";
import { answerRequests } from "./requests.js";
import type { Surroundings } from "./surroundings.js";
import { addCasesCommand, runCasesCommand } from "./lenses.js";
import { showDocumentCommand } from "./proof-lenses.js";
import { Session } from "./session.js";
import { kindOfFile } from "./syntax.js";

/** Runs a language server over two streams until the editor exits. */
export function serveEditor(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  choice: RuleChoice = {},
): Connection {
  const connection = createConnection(input, output);
  const documents = new TextDocuments(TextDocument);
  let around: Surroundings | null = null;
  connection.onInitialize((params) => {
    const session = sessionOf(params, connection);
    around = { session, canCreate: canCreate(params), ...choicesIn(params.initializationOptions) };
    return { capabilities, serverInfo: { name: "fettle", version: version() } };
  });
  const can = { refreshLenses: false, refreshHints: false, watch: false };
  connection.onInitialized(() => {
    around?.session.changed();
    if (can.watch) connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(() => {});
  });
  documents.onDidChangeContent(({ document }) => {
    const name = around?.session.nameOf(document.uri);
    if (around === null || name == null || kindOfFile(name) === null) return;
    around.session.texts.open(name, document.getText());
    around.session.changed();
  });
  documents.onDidClose(({ document }) => {
    const name = around?.session.nameOf(document.uri);
    if (around === null || name == null) return;
    around.session.texts.close(name);
    around.session.changed();
  });
  const reload = (): void => {
    around?.session.texts.reload();
    around?.session.changed();
  };
  documents.onDidSave(reload);
  connection.onDidChangeWatchedFiles(reload);
  connection.onShutdown(() => around?.session.close());
  answerRequests(connection, () => around);
  documents.listen(connection);
  connection.listen();
  return connection;

  function sessionOf({ workspaceFolders, rootUri, capabilities: client }: InitializeParams, to: Connection): Session {
    const uri = workspaceFolders?.[0]?.uri ?? rootUri ?? null;
    can.refreshLenses = client.workspace?.codeLens?.refreshSupport === true;
    can.refreshHints = client.workspace?.inlayHint?.refreshSupport === true;
    can.watch = client.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    return new Session(
      uri?.startsWith("file:") === true ? fileURLToPath(uri) : process.cwd(),
      {
        publish: (of, diagnostics) => void to.sendDiagnostics({ uri: of, diagnostics }),
        checked() {
          if (can.refreshLenses) to.sendRequest(CodeLensRefreshRequest.type).catch(() => {});
          if (can.refreshHints) to.languages.inlayHint.refresh().catch(() => {});
        },
        tell: (message) => to.console.warn(message),
        fault: (error) => to.console.error(`internal error: ${String(error)}`),
      },
      choice,
    );
  }
}

/** The options that an editor's settings state. */
function choicesIn(options: unknown): Pick<Surroundings, "chosen" | "proves"> {
  const { document, prove } = (options ?? {}) as { readonly document?: unknown; readonly prove?: unknown };
  const chosen = typeof document === "string" ? ({ kind: "file", file: document } as const) : null;
  return { chosen, proves: prove !== false };
}

const canCreate = ({ capabilities: client }: InitializeParams): boolean =>
  client.workspace?.workspaceEdit?.resourceOperations?.includes("create") === true;

const watchers = [{ globPattern: "**/*.{pack,cases,claims,set}.json" }, { globPattern: "**/fettle.config.json" }];

const capabilities: ServerCapabilities = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
  completionProvider: { triggerCharacters: ['"', ".", ":", " "] },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  codeActionProvider: { codeActionKinds: ["quickfix"] },
  documentFormattingProvider: true,
  codeLensProvider: {},
  inlayHintProvider: true,
  executeCommandProvider: { commands: [runCasesCommand, addCasesCommand, showDocumentCommand, chooseDocumentCommand] },
  workspace: { workspaceFolders: { supported: false } },
};
