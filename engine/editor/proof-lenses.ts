import type { CodeLens } from "vscode-languageserver";
import { packOf } from "./occurrences.js";
import type { ProofState } from "./pack-proofs.js";
import type { NamedProof } from "./proving.js";
import { nodeAt, rangeOf, stringAt, type Syntax } from "./syntax.js";

export const showDocumentCommand = "fettle.showDocument";

/** Which document of a proof a command shows. */
export type ProofPlace = readonly [pack: string, of: "rules" | "claims", name: string];

/** Shows above each rule whether it can fire, and above each claim whether it holds for every document. */
export function proofLenses(syntax: Syntax, state: ProofState): CodeLens[] {
  const pack = packOf(syntax);
  if (syntax.kind === "claims") return lensesOf("claims");
  return syntax.kind === "pack" ? lensesOf("rules") : [];

  function lensesOf(of: "rules" | "claims"): CodeLens[] {
    const node = nodeAt(syntax, [of]);
    if (node?.type !== "array") return [];
    return node.items.flatMap((item, index) => {
      const name = stringAt(syntax, [of, index, "id"]);
      const range = rangeOf(syntax, { offset: item.offset, length: 1 });
      if (state.kind !== "proved") {
        const title = state.kind === "proving" ? "proving…" : `not proved: ${state.message}`;
        return [{ range, command: { title, command: "" } }];
      }
      const proof = name === undefined ? undefined : state.proofs[of].get(name);
      if (name === undefined || proof === undefined) return [];
      const place: ProofPlace = [pack, of, name];
      const title = of === "rules" ? ruleTitle(proof) : claimTitle(proof);
      const show = { title: `show ${of === "rules" ? "witness" : "counterexample"}`, command: showDocumentCommand };
      return [
        { range, command: { title, command: "" } },
        ...(proof.document === null ? [] : [{ range, command: { ...show, arguments: [...place] } }]),
      ];
    });
  }
}

function ruleTitle({ outcome, note }: NamedProof): string {
  if (outcome === "yes") return "proved: can fire";
  return outcome === "no" ? `proved: can never fire${noteOf(note)}` : `undecided whether it can fire${noteOf(note)}`;
}

function claimTitle({ outcome, note }: NamedProof): string {
  if (outcome === "yes") return "proved for every document";
  return outcome === "no" ? "does not hold for every document" : `undecided${noteOf(note)}`;
}

const noteOf = (note: string | null): string => (note === null ? "" : `: ${note}`);
