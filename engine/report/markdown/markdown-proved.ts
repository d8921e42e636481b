import { markdownCode, markdownTable, markdownText } from "./markdown-text.js";
import { documentLines, markOf, wordsOf } from "../proof-messages.js";
import type { Proofs, ProvedSubject, ShownProof } from "../../proofs/proved.js";

/** Renders proofs as a table for each pack, for a pull request. */
export function proveMarkdown({ proved, target }: Proofs): string {
  const parts = proved.map(
    ({ name, isSet, target: own, alias, proofs }) =>
      `## ${isSet ? "The set " : ""}${markdownCode(name)}${own === target ? "" : ` at ${markdownCode(own)}`}\n\n${markdownTable(
        ["", "", ""],
        proofs.map((proof) => row(proof, alias)),
      )}`,
  );
  return `${[`# Proofs for ${markdownCode(target)}`, ...parts].join("\n\n")}\n`;
}

function row(proof: ShownProof, alias: ProvedSubject["alias"]): readonly string[] {
  const isTelling = markOf(proof) === "✗" || markOf(proof) === "!";
  const lines = [
    ...(proof.note === null ? [] : [markdownText(proof.note)]),
    ...(isTelling && proof.document !== null ? documentLines(proof.document, alias).map(markdownCode) : []),
  ];
  return [markOf(proof), markdownText(wordsOf(proof)), lines.join("<br>")];
}
