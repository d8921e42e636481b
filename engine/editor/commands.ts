import path from "node:path";
import { fileURLToPath } from "node:url";
import {
  ApplyWorkspaceEditRequest,
  MessageType,
  ShowMessageNotification,
  type Connection,
  type WorkspaceEdit,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { count } from "../common/count.js";
import { FettleError } from "../common/diagnostic.js";
import { flatten } from "../common/document-lines.js";
import type { JsonObject } from "../common/json.js";
import { documentFromJson } from "../common/aliases.js";
import { readChosenDocument } from "./chosen-document.js";
import { addCasesCommand, runCasesCommand } from "./lenses.js";
import { showDocumentCommand } from "./proof-lenses.js";
import type { AddedCases } from "./proving.js";
import type { Session } from "./session.js";
import type { ChosenDocument, Surroundings } from "./surroundings.js";

export const chooseDocumentCommand = "fettle.chooseDocument";

/** Executes a command of a lens, a fix or the editor; ignores one whose arguments are not its own. */
export async function execute(
  command: string,
  words: readonly unknown[],
  around: Surroundings,
  connection: Connection,
): Promise<null> {
  const [first, of, name] = words;
  if (typeof first !== "string") return null;
  if (command === runCasesCommand) await runCases(first, around, connection);
  if (command === addCasesCommand) await addCases(first, around, connection);
  if (command === showDocumentCommand && (of === "rules" || of === "claims") && typeof name === "string")
    await showDocument([first, of, name], around, connection);
  if (command === chooseDocumentCommand) {
    around.chosen = { kind: "file", file: first.startsWith("file:") ? fileURLToPath(first) : first };
    await chooseDocument(around.chosen, around, connection);
  }
  return null;
}

/** The document whose values are shown. @throws FettleError if its file cannot be read or contains none. */
export async function documentOf(chosen: ChosenDocument, session: Session): Promise<JsonObject> {
  return chosen.kind === "file"
    ? readChosenDocument(session.texts.placeOf(chosen.file), await session.serving())
    : documentFromJson(chosen.document, session.adapter.alias);
}

async function runCases(pack: string, { session }: Surroundings, connection: Connection): Promise<void> {
  const cases = await (await session.checked()).runs.of(pack);
  if (cases === null) {
    show(connection, MessageType.Warning, `${pack}: the rules have errors, so no case can run`);
    return;
  }
  const failed = cases.filter(({ passes }) => !passes).map(({ name }) => name);
  if (failed.length === 0) show(connection, MessageType.Info, `${pack}: all ${cases.length} cases pass`);
  else
    show(
      connection,
      MessageType.Warning,
      `${pack}: ${failed.length} of ${cases.length} cases fail: ${failed.join("; ")}`,
    );
}

async function addCases(pack: string, { session, canCreate }: Surroundings, connection: Connection): Promise<void> {
  const { checked } = await session.checked();
  const added = await session.proofs.missingCases(pack, checked, session.set);
  if (added === null) show(connection, MessageType.Info, `${pack}: no missing cases`);
  else if (typeof added === "string") show(connection, MessageType.Warning, `${pack}: ${added}`);
  else {
    const edit = casesEdit(added, checked.files[added.file], session, canCreate);
    await connection.sendRequest(ApplyWorkspaceEditRequest.type, { label: "Add missing cases", edit });
    const text = `${pack}: added ${count(added.count, "case")}; review each expected outcome`;
    show(connection, MessageType.Info, text);
  }
}

function casesEdit(
  { file, text }: AddedCases,
  before: string | object | undefined,
  { uriOf }: Session,
  canCreate: boolean,
): WorkspaceEdit {
  const uri = uriOf(file);
  const old = typeof before === "string" ? before : "";
  const end = TextDocument.create(uri, "json", 1, old).positionAt(old.length);
  const edits = [{ range: { start: { line: 0, character: 0 }, end }, newText: text }];
  if (!canCreate) return { changes: { [uri]: edits } };
  const create = { kind: "create" as const, uri, options: { ignoreIfExists: true } };
  return { documentChanges: [create, { textDocument: { uri, version: null }, edits }] };
}

/** Shows the document of a proof beside the conditions of its pack, and as text. */
async function showDocument(
  [pack, of, name]: readonly [pack: string, of: "rules" | "claims", name: string],
  around: Surroundings,
  connection: Connection,
): Promise<void> {
  const { session } = around;
  const state = session.proofs.of(pack, (await session.checked()).checked, session.set);
  const document = state?.kind === "proved" ? (state.proofs[of].get(name)?.document ?? null) : null;
  if (document === null) {
    show(connection, MessageType.Info, `${pack}/${name}: the rules have changed; wait until they are proved again`);
    return;
  }
  around.chosen = { kind: "found", document };
  connection.languages.inlayHint.refresh().catch(() => {});
  const lines = flatten(document).map(({ path: field, value }) => `${field}: ${JSON.stringify(value)}`);
  const what = of === "claims" ? `${name} does not hold for this document` : `${name} fires for this document`;
  show(connection, MessageType.Info, `${what}; its values are shown beside conditions\n${lines.join("\n")}`);
}

/** Reports problems of the document once, not at each condition. */
async function chooseDocument(
  chosen: ChosenDocument & { kind: "file" },
  around: Surroundings,
  connection: Connection,
): Promise<void> {
  try {
    await documentOf(chosen, around.session);
    connection.languages.inlayHint.refresh().catch(() => {});
  } catch (error) {
    if (!(error instanceof FettleError)) throw error;
    around.chosen = null;
    const name = path.basename(chosen.file);
    show(connection, MessageType.Warning, `${name}: ${error.diagnostics.map(({ message }) => message).join("; ")}`);
  }
}

function show(connection: Connection, type: MessageType, message: string): void {
  connection.sendNotification(ShowMessageNotification.type, { type, message }).catch(() => {});
}
