import { escapeControls } from "../../common/printable.js";
import { count } from "../../common/count.js";
import { documentLines, markOf, wordsOf } from "../proof-messages.js";
import { hasFindings, type Proofs, type ProvedSubject, type ShownProof } from "../../proofs/proved.js";
import type { Colors, Style } from "./style.js";

/** Renders proofs for a terminal, one on each line, with counterexamples. */
export function proveText(
  { proved, unlinked, target }: Proofs,
  { colors, quiet }: Style & { readonly quiet: boolean },
): string {
  const shown = quiet ? proved.filter(({ proofs }) => proofs.some(({ finding }) => finding !== null)) : proved;
  const parts = shown.map((subject) => subjectText(subject, target, colors, quiet));
  const opening = `${count(proved.filter(({ isSet }) => !isSet).length, "pack")} for ${target}\n`;
  return [...(quiet ? [] : [opening]), ...parts, ...(quiet ? [] : [summary({ proved, unlinked }, colors)])].join("\n");
}

function subjectText(
  { name, isSet, target: own, alias, proofs }: ProvedSubject,
  target: string,
  colors: Colors,
  quiet: boolean,
): string {
  const kept = quiet ? proofs.filter(({ finding }) => finding !== null) : proofs;
  const title = colors.bold(isSet ? `the set ${name}` : name) + (own === target ? "" : colors.dim(` at ${own}`));
  return [title, ...kept.flatMap((proof) => proofLines(proof, alias, colors))].map((line) => `${line}\n`).join("");
}

function proofLines(proof: ShownProof, alias: ProvedSubject["alias"], colors: Colors): readonly string[] {
  const mark = markOf(proof);
  const paint = { "✓": colors.green, "✗": colors.red, "!": colors.yellow, "·": colors.dim, "?": colors.yellow }[mark];
  const place =
    proof.finding === null
      ? ""
      : colors.dim(
          `  ${[proof.finding.file, proof.finding.line, proof.finding.column].filter((part) => part !== null).join(":")}`,
        );
  const note = proof.note === null ? [] : [`      ${escapeControls(proof.note)}`];
  const document =
    proof.document === null || !isTelling(proof)
      ? []
      : documentLines(proof.document, alias).map((line) => `      ${colors.dim(escapeControls(line))}`);
  return [`  ${paint(mark)} ${escapeControls(wordsOf(proof))}${place}`, ...note, ...document];
}

/** Whether to show a document: for a failure or a notice; that of an info is left to `--format json`. */
function isTelling(proof: ShownProof): boolean {
  const mark = markOf(proof);
  return mark === "✗" || mark === "!";
}

function summary({ proved, unlinked }: Pick<Proofs, "proved" | "unlinked">, colors: Colors): string {
  const all = proved.flatMap(({ proofs }) => proofs);
  const of = (mark: string) => all.filter((proof) => markOf(proof) === mark).length;
  const parts = [
    count(all.length, "proof"),
    ...(of("✗") > 0 ? [count(of("✗"), "finding")] : []),
    ...(of("!") > 0 ? [count(of("!"), "notice")] : []),
    ...(of("?") > 0 ? [`${of("?")} not proved`] : []),
  ];
  const text = parts.join(", ");
  return `${hasFindings({ proved, unlinked }) ? colors.red(text) : colors.green(text)}\n`;
}
