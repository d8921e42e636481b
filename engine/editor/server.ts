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
import { answerRequests, type Surroundings } from "./requests.js";
import { runCasesCommand } from "./lenses.js";
import { Session } from "./session.js";
import { kindOfFile } from "./syntax.js";

export const chooseDocumentCommand = "fettle.chooseDocument";

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
    around = { session: sessionOf(params, connection), chosen: chosenIn(params.initializationOptions) };
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

function chosenIn(options: unknown): string | null {
  const chosen = (options as { document?: unknown } | null | undefined)?.document;
  return typeof chosen === "string" ? chosen : null;
}

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
  executeCommandProvider: { commands: [runCasesCommand, chooseDocumentCommand] },
  workspace: { workspaceFolders: { supported: false } },
};
