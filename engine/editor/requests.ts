import { ErrorCodes, ResponseError, type Connection, type Position } from "vscode-languageserver";
import { readJson } from "../common/read-json.js";
import { formatRules } from "../packs/format-rules.js";
import { documentOf, execute } from "./commands.js";
import { complete } from "./complete.js";
import { hover } from "./hover.js";
import { hintsOf, lensesOf } from "./lenses.js";
import { definitions, references, rename, whyNotRenamed } from "./navigate.js";
import { packOf } from "./occurrences.js";
import { proofLenses } from "./proof-lenses.js";
import { quickFixes } from "./quick-fixes.js";
import type { Surroundings } from "./surroundings.js";
import { symbolsOf } from "./symbols.js";
import { rangeOf, type Syntax } from "./syntax.js";

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
    inFile(textDocument.uri, null, async (syntax, { session }) =>
      complete(syntax, position, session.names, await session.serving()),
    ),
  );
  connection.onHover(({ textDocument, position }) =>
    inFile(textDocument.uri, null, async (syntax, { session }) => {
      const { names } = session;
      const { runs } = await session.checked();
      return hover(syntax, position, { names, serving: await session.serving(), runs });
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
  connection.onCodeAction(({ textDocument, context, range }) =>
    inFile(textDocument.uri, [], (syntax) => quickFixes(textDocument.uri, syntax, context.diagnostics, range)),
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
    inFile(textDocument.uri, [], async (syntax, { session, proves }) => {
      const { checked, runs } = await session.checked();
      const state = syntax.kind === "cases" || !proves ? null : session.proofs.of(packOf(syntax), checked, session.set);
      return [...(await lensesOf(syntax, runs)), ...(state === null ? [] : proofLenses(syntax, state))];
    }),
  );
  connection.languages.inlayHint.on(({ textDocument }) =>
    inFile(textDocument.uri, [], async (syntax, { session, chosen }) => {
      if (chosen === null) return [];
      const program = await (await session.checked()).runs.program();
      const document = await documentOf(chosen, session);
      return program === null ? [] : hintsOf(syntax, document, program);
    }),
  );
  connection.onExecuteCommand(({ command, arguments: words = [] }) =>
    safely((around) => execute(command, words, around, connection), null),
  );
}
