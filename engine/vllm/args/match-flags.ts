import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";
import { firstOf, fromMap, itemAt } from "../../common/must.js";
import { didYouMean } from "../../common/nearest.js";
import type { GivenKind, Origin } from "../../serving/origin.js";
import type { FlagTable, ServeFlag, Spelling } from "../../serving/flags.js";
import type { Token } from "./serve-tokens.js";

/** A flag with its arguments. */
export interface Occurrence {
  readonly flag: ServeFlag;
  /** False only for `--no-x`. */
  readonly positive: boolean;
  readonly values: readonly string[];
  /** The flag and its arguments, as given. */
  readonly text: string;
  readonly kind: GivenKind;
  readonly leaves: ReadonlyMap<string, Origin> | null;
}

/** A flag that the release does not have, with the arguments that follow it. */
export interface UnknownFlag {
  readonly name: string;
  readonly values: readonly string[];
  readonly text: string;
  readonly kind: GivenKind;
}

export interface Matched {
  readonly occurrences: readonly Occurrence[];
  readonly unknown: readonly UnknownFlag[];
  /** Positional arguments; the first is the model. */
  readonly positionals: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

type Reading =
  | { readonly is: "word" }
  | { readonly is: "flag"; readonly flag: ServeFlag; readonly positive: boolean; readonly inline: string | null }
  | { readonly is: "unknown" }
  | { readonly is: "ambiguous"; readonly names: readonly string[] };

/** Assigns arguments to flags by argparse's rules for abbreviations, negative numbers and `--`. */
export function matchFlags(tokens: readonly Token[], table: FlagTable): Matched {
  const { spellings } = table;
  const occurrences: Occurrence[] = [];
  const unknown: UnknownFlag[] = [];
  const positionals: string[] = [];
  const diagnostics: Diagnostic[] = [];
  const end = tokens.findIndex((token) => token.text === "--");
  const reading = tokens.map(
    (token, index): Reading => (end >= 0 && index > end ? { is: "word" } : readToken(token.text, spellings)),
  );
  for (let index = 0; index < tokens.length; ) {
    const token = itemAt(tokens, index);
    const read = itemAt(reading, index);
    index++;
    if (token.text === "--" && index - 1 === end) continue;
    if (read.is === "word") {
      positionals.push(token.text);
      continue;
    }
    let last = index;
    while (last < tokens.length && last !== end && reading[last]?.is === "word") last++;
    const words = tokens.slice(index, token.text.includes("=") ? index : last);
    if (read.is === "flag") {
      const taken = take(read, token, words, diagnostics);
      if (taken === null) continue;
      index += taken.length;
      const values = read.inline === null ? taken.map((word) => word.text) : [read.inline];
      const { flag, positive } = read;
      const text = flag.secret ? `${flag.flag} ***` : showAll([token, ...taken]);
      occurrences.push({ flag, positive, values, text, kind: token.kind, leaves: token.leaves ?? null });
      continue;
    }
    index += words.length;
    if (read.is === "ambiguous") {
      const hint = "write the name in full";
      const names = `\`${read.names.slice(0, 4).join("`, `")}\`${read.names.length > 4 ? ` and ${read.names.length - 4} more` : ""}`;
      diagnostics.push(diagnostic("bad-flag-value", `\`${token.shown}\` is ambiguous: ${names}`, { hint }));
    } else {
      const name = firstOf(token.text.split("="));
      const values = token.text.includes("=") ? [token.text.slice(name.length + 1)] : words.map((word) => word.text);
      unknown.push({ name, values, text: showAll([token, ...words]), kind: token.kind });
    }
  }
  for (const entry of unknown) diagnostics.push(unknownFlag(entry, table));
  return { occurrences, unknown, positionals, diagnostics };
}

/** Consumes the arguments of a flag; returns null after reporting ones that do not fit. */
function take(
  read: Reading & { is: "flag" },
  token: Token,
  words: readonly Token[],
  diagnostics: Diagnostic[],
): readonly Token[] | null {
  const { flag, inline } = read;
  const shown = flag.secret ? flag.flag : token.shown;
  if (flag.kind === "boolean" || flag.kind === "switch") {
    if (inline === null) return [];
    const off = flag.kind === "boolean" ? `, or \`--no-${flag.flag.slice(2)}\` to turn it off` : "";
    diagnostics.push(
      diagnostic("bad-flag-value", `\`${shown}\` takes no value`, {
        hint: `use \`${flag.flag}\` to turn it on${off}`,
        flag: flag.flag,
      }),
    );
    return null;
  }
  if (inline !== null) return [];
  if (flag.kind === "list") {
    if (words.length > 0) return words;
  } else if (words.length > 0 || flag.kind === "optional-string") return words.slice(0, 1);
  const hint = `put a value after it, or use \`${flag.flag}=VALUE\` if it starts with \`-\``;
  diagnostics.push(diagnostic("bad-flag-value", `\`${shown}\` needs a value`, { hint, flag: flag.flag }));
  return null;
}

function readToken(text: string, spellings: ReadonlyMap<string, Spelling>): Reading {
  if (!text.startsWith("-") || text === "-") return { is: "word" };
  const exact = spellings.get(text);
  if (exact !== undefined) return { is: "flag", ...exact, inline: null };
  const at = text.indexOf("=");
  const name = at < 0 ? text : text.slice(0, at);
  const inline = at < 0 ? null : text.slice(at + 1);
  const assigned = spellings.get(name);
  if (assigned !== undefined) return { is: "flag", ...assigned, inline };
  const found = abbreviated(text, name, inline, spellings);
  if (found.length > 1) return { is: "ambiguous", names: found.map((entry) => entry.name) };
  const [only] = found;
  if (only !== undefined) return { is: "flag", ...fromMap(spellings, only.name), inline: only.inline };
  return /^-\d+$|^-\d*\.\d+$/.test(text) || text.includes(" ") ? { is: "word" } : { is: "unknown" };
}

function abbreviated(text: string, name: string, inline: string | null, spellings: ReadonlyMap<string, Spelling>) {
  const found: { name: string; inline: string | null }[] = [];
  for (const spelling of spellings.keys()) {
    if (text.startsWith("--")) {
      if (spelling.startsWith(name)) found.push({ name: spelling, inline });
    } else if (spelling === text.slice(0, 2)) found.push({ name: spelling, inline: text.slice(2) });
    else if (spelling.startsWith(text)) found.push({ name: spelling, inline: null });
  }
  return found;
}

function showAll(tokens: readonly Token[]): string {
  return tokens
    .map((token) => token.shown)
    .filter((shown) => shown !== "")
    .join(" ");
}

function unknownFlag(entry: UnknownFlag, table: FlagTable): Diagnostic {
  const hint =
    elsewhere(entry.name, table) ??
    didYouMean(entry.name, table.byName.keys()) ??
    "it is kept as is: another release or a plug-in may know it";
  return diagnostic("unknown-flag", `\`${entry.name}\` is not a flag of \`vllm serve\``, { severity: "warning", hint });
}

function elsewhere(name: string, { absent }: FlagTable): string | null {
  return absent.get(name) ?? absent.get(name.replace(/^--no-/, "--")) ?? null;
}
