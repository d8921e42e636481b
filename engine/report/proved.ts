import type { Diagnostic } from "../common/diagnostic.js";
import { flatten } from "../common/document-lines.js";
import type { JsonObject } from "../common/json.js";
import { sameObjectText } from "./difference-words.js";
import type { Checked } from "./checked.js";
import type { Style } from "./terminal/style.js";

/** What `fettle prove` found. */
export interface Proofs {
  /** The target that was chosen, as project@version. */
  readonly target: string;
  /** By pack; the set comes last. */
  readonly proved: readonly ProvedSubject[];
  line: Checked["line"];
}

export interface ProvedSubject {
  readonly name: string;
  readonly isSet: boolean;
  /** The rules of which release, as project@version. */
  readonly target: string;
  readonly file: string | null;
  readonly proofs: readonly ShownProof[];
}

export interface ShownProof {
  readonly what: "fires" | "fails" | "claim" | "idempotent" | "overwrites" | "order" | "same-field" | "apart";
  readonly text: string;
  readonly outcome: "yes" | "no" | "unknown";
  /** As JSON has it: `$same` says where hf_text_config is one object with hf_config or a part of it. */
  readonly document: JsonObject | null;
  readonly note: string | null;
  readonly finding: Diagnostic | null;
}

export type ProveReport = (proofs: Proofs, style: Style & { readonly quiet: boolean }) => string;

/** The reports of proofs, by the name that `--format` takes. */
export const proveReports = {
  text: async (): Promise<ProveReport> => (await import("./terminal/text-proved.js")).proveText,
  json: async (): Promise<ProveReport> => (await import("./json/json-proved.js")).proveJson,
  markdown: async (): Promise<ProveReport> => (await import("./markdown/markdown-proved.js")).proveMarkdown,
};

export type ProveFormat = keyof typeof proveReports;

export function hasFindings(proved: readonly ProvedSubject[]): boolean {
  return proved.some(({ proofs }) => proofs.some(({ finding }) => finding !== null));
}

/** ✓ proved, ✗ failed, ! notice, · info, ? unknown. */
export function markOf({ what, outcome, finding }: ShownProof): "✓" | "✗" | "!" | "·" | "?" {
  if (finding !== null) return "✗";
  if (outcome === "unknown") return "?";
  if (what === "same-field") return "·";
  if (outcome === "yes") return "✓";
  return what === "order" ? "·" : "!";
}

/** A proof in words: what does not hold is denied. */
export function wordsOf({ what, text, outcome }: ShownProof): string {
  if (outcome === "unknown") return `not proved: ${text}`;
  if (outcome === "yes") return text;
  if (what === "order") return text.replace(" may be swapped", " may not be swapped");
  if (what === "idempotent") return text.replace(" changes nothing", " changes it");
  if (what === "overwrites") return text.replace(" is never overwritten ", " can be overwritten ");
  return what === "claim" ? text : text.replace(" can ", " can never ");
}

/** The document of a proof as `path: value`, one a line. */
export function documentLines(document: JsonObject): readonly string[] {
  return flatten(document).map(({ path, value }) => `${path}: ${sameObjectText(path, value) ?? JSON.stringify(value)}`);
}
