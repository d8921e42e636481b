import path from "node:path";
import { fileURLToPath } from "node:url";
import {
  ErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageNotification,
  type Connection,
  type Position,
} from "vscode-languageserver";
import { FettleError } from "../common/diagnostic.js";
import { readJson } from "../common/read-json.js";
import { formatRules } from "../packs/format-rules.js";
import { readChosenDocument } from "./chosen-document.js";
import { complete } from "./complete.js";
import { quickFixes } from "./findings.js";
import { hover } from "./hover.js";
import { hintsOf, lensesOf, runCasesCommand } from "./lenses.js";
import { definitions, references, rename, whyNotRenamed } from "./navigate.js";
import type { Session } from "./session.js";
import { symbolsOf } from "./symbols.js";
import { rangeOf, type Syntax } from "./syntax.js";

export interface Surroundings {
  readonly session: Session;
  /** The file of the document whose values are shown beside conditions; null if none is chosen. */
  chosen: string | null;
}

/** Answers the editor's requests. A bug in one answer is reported, and the request has no result. */
export function answerRequests(connection: Connection, surroundings: () => Surroundings | null): void {
  const safely = async <Answer>(work: (around: Surroundings) => Promise<Answer>, none: Answer): Promise<Answer> => {
    const around = surroundings();
    if (around === null) return none;
    try {
      return await work(around);
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      connection.console.error(`internal error: ${String(error)}`);
      return none;
    }
  };
  const inFile = <Answer>(
    uri: string,
    none: Answer,
    work: (syntax: Syntax, around: Surroundings) => Promise<Answer> | Answer,
  ): Promise<Answer> =>
    safely(async (around) => {
      const syntax = await around.session.syntaxOf(uri);
      return syntax === null ? none : work(syntax, around);
    }, none);
  const nameAt = (syntax: Syntax, position: Position, { session }: Surroundings) =>
    session.names.at(syntax.file, syntax.document.offsetAt(position));

  connection.onCompletion(({ textDocument, position }) =>
    inFile(textDocument.uri, null, (syntax, { session }) =>
      complete(syntax, position, session.names, session.release()),
    ),
  );
  connection.onHover(({ textDocument, position }) =>
    inFile(textDocument.uri, null, async (syntax, { session }) => {
      const { names } = session;
      return hover(syntax, position, { names, release: session.release(), runs: (await session.checked()).runs });
    }),
  );
  connection.onDefinition(({ textDocument, position }) =>
    inFile(textDocument.uri, [], (syntax, around) => {
      const name = nameAt(syntax, position, around);
      return name === null ? [] : [...definitions(name, around.session.names, around.session.uriOf)];
    }),
  );
  connection.onReferences(({ textDocument, position, context }) =>
    inFile(textDocument.uri, [], (syntax, around) => {
      const name = nameAt(syntax, position, around);
      const { names, uriOf } = around.session;
      return name === null ? [] : [...references(name, names, uriOf, context.includeDeclaration)];
    }),
  );
  connection.onPrepareRename(({ textDocument, position }) =>
    inFile(textDocument.uri, null, (syntax, around) => {
      const name = nameAt(syntax, position, around);
      return name === null ? null : { range: rangeOf(syntax, name.span), placeholder: name.name };
    }),
  );
  connection.onRenameRequest(({ textDocument, position, newName }) =>
    inFile(textDocument.uri, null, async (syntax, around) => {
      const { names, uriOf, texts } = around.session;
      const name = nameAt(syntax, position, around);
      if (name === null) return null;
      const reason = whyNotRenamed(name, newName, names);
      if (reason !== null) throw new ResponseError(ErrorCodes.InvalidParams, reason);
      const { own } = await texts.read();
      return rename(name, newName, names, { uriOf, isOwn: (file) => Object.hasOwn(own, file) });
    }),
  );
  connection.onDocumentSymbol(({ textDocument }) => inFile(textDocument.uri, [], symbolsOf));
  connection.onCodeAction(({ textDocument, context }) =>
    inFile(textDocument.uri, [], ({ document }) => quickFixes(textDocument.uri, document, context.diagnostics)),
  );
  connection.onDocumentFormatting(({ textDocument }) =>
    inFile(textDocument.uri, null, (syntax) => {
      const { text, file } = syntax;
      if (!readJson(text, file).ok) return null;
      const newText = formatRules(text, file);
      return newText === text ? [] : [{ range: rangeOf(syntax, { offset: 0, length: text.length }), newText }];
    }),
  );
  connection.onCodeLens(({ textDocument }) =>
    inFile(textDocument.uri, [], async (syntax, { session }) => lensesOf(syntax, (await session.checked()).runs)),
  );
  connection.languages.inlayHint.on(({ textDocument }) =>
    inFile(textDocument.uri, [], async (syntax, { session, chosen }) => {
      if (chosen === null) return [];
      const program = await (await session.checked()).runs.program();
      const document = await readChosenDocument(session.texts.placeOf(chosen), session.release());
      return program === null ? [] : hintsOf(syntax, document, program);
    }),
  );
  connection.onExecuteCommand(({ command, arguments: [argument] = [] }) =>
    safely(async (around) => {
      if (typeof argument !== "string") return null;
      if (command === runCasesCommand) return runCases(argument, around, connection);
      around.chosen = argument.startsWith("file:") ? fileURLToPath(argument) : argument;
      return chooseDocument(around, connection);
    }, null),
  );
}

async function runCases(pack: string, { session }: Surroundings, connection: Connection): Promise<null> {
  const cases = await (await session.checked()).runs.of(pack);
  if (cases === null) show(connection, MessageType.Warning, `${pack}: the rules have errors, so no case can run`);
  else {
    const failed = cases.filter(({ passes }) => !passes).map(({ name }) => name);
    if (failed.length === 0) show(connection, MessageType.Info, `${pack}: all ${cases.length} cases pass`);
    else
      show(
        connection,
        MessageType.Warning,
        `${pack}: ${failed.length} of ${cases.length} cases fail: ${failed.join("; ")}`,
      );
  }
  return null;
}

/** Reports problems of the document once, not at each condition. */
async function chooseDocument(around: Surroundings, connection: Connection): Promise<null> {
  const { session, chosen } = around;
  try {
    await readChosenDocument(session.texts.placeOf(chosen ?? ""), session.release());
    connection.languages.inlayHint.refresh().catch(() => {});
  } catch (error) {
    if (!(error instanceof FettleError)) throw error;
    around.chosen = null;
    const name = path.basename(chosen ?? "");
    show(connection, MessageType.Warning, `${name}: ${error.diagnostics.map(({ message }) => message).join("; ")}`);
  }
  return null;
}

function show(connection: Connection, type: MessageType, message: string): void {
  connection.sendNotification(ShowMessageNotification.type, { type, message }).catch(() => {});
}
