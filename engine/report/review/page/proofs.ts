import { documentLines, markOf, wordsOf } from "../../proof-messages.js";
import type { ProvedSubject } from "../../../proofs/proved.js";
import { code, html, prose, table, type Markup } from "./markup.js";

const words = { "✓": "proved", "✗": "failed", "!": "notice", "·": "info", "?": "unknown" } as const;
const tones = { "✓": "good", "✗": "bad", "!": "warn", "·": "dim", "?": "warn" } as const;

/** Renders the proofs of a pack, with counterexamples. */
export function proofsPart({ proofs, alias }: ProvedSubject): Markup {
  const rows = proofs.map((proof) => {
    const mark = markOf(proof);
    const document =
      proof.document === null || (mark !== "✗" && mark !== "!")
        ? null
        : html`<br>${documentLines(proof.document, alias).map((line) => html`${code(line)} `)}`;
    return [
      html`<span class="${tones[mark]}">${words[mark]}</span>`,
      html`${prose(wordsOf(proof))}${proof.note === null ? null : html`<br><span class="dim">${prose(proof.note)}</span>`}${document}`,
    ];
  });
  return table("For all documents that the schema allows", ["outcome", "what"], rows);
}
