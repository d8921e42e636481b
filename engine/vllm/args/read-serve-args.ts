import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";
import { jsonEqual, type Json } from "../../common/json.js";
import { convertValue, type Converted } from "./convert-value.js";
import type { ServeFacts } from "../facts.js";
import { describeTreeError } from "../../common/find-tree-error.js";
import { matchFlags, type Occurrence } from "./match-flags.js";
import type { GivenKind, Origin } from "../config/origin.js";
import { hasField, type FieldFlag, type ServeFlag } from "./serve-flags.js";
import { spellTokens, type Word } from "./serve-tokens.js";

/** A flag of `vllm serve` with its value. */
interface GivenFlag {
  readonly flag: ServeFlag;
  readonly value: Json;
  readonly origin: Origin & { readonly kind: GivenKind };
  /** Origins of keys inside a JSON value assembled from dotted flags, by dotted path. */
  readonly leaves: ReadonlyMap<string, Origin> | null;
}

/** A given flag that sets a field of the document. */
export interface Setting extends GivenFlag {
  readonly flag: FieldFlag;
}

/** A flag without a field in the document: kept and shown. */
export interface OtherFlag {
  readonly flag: string;
  /** Its value; `***` if it is secret, the raw arguments if the flag is unknown. */
  readonly value: Json;
  readonly origin: Origin & { readonly kind: GivenKind };
  /** Whether the release has it. */
  readonly known: boolean;
  /** Why it has no effect, or null if it has one. */
  readonly note: string | null;
}

export interface ServeArgs {
  /** The model, if the arguments name it. */
  readonly model: { readonly value: string; readonly origin: Origin } | null;
  /** One for each flag, in command-line order; the last occurrence applies. */
  readonly settings: readonly Setting[];
  readonly otherFlags: readonly OtherFlag[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The arguments of a configuration file, read by `read-config-file.ts`. */
export interface ConfigFile {
  readonly words: readonly Word[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface ReadServeArgsOptions {
  /** Reads the file that `--config` names; without it, the flag is kept and reported. */
  readonly readConfigFile?: (path: string) => ConfigFile;
  /** Source of the arguments; a command line by default. */
  readonly kind?: GivenKind;
}

/**
 * Parses the arguments after `vllm serve` as vLLM does; ignores a leading `vllm serve`. Nothing is dropped: every flag
 * becomes a setting, an other flag, or a diagnostic.
 */
export function readServeArgs(
  args: readonly (string | Word)[],
  facts: ServeFacts,
  options: ReadServeArgsOptions = {},
): ServeArgs {
  const diagnostics: Diagnostic[] = [];
  const given = args.map(
    (word): Word => (typeof word === "string" ? { text: word, kind: options.kind ?? "flag" } : word),
  );
  const words = insertConfigFile(stripCommand(given), options.readConfigFile, diagnostics);
  const matched = matchFlags(spellTokens(words, diagnostics, facts.flags.traits.has("suffixes-in-json")), facts.flags);
  diagnostics.push(...matched.diagnostics);
  const settings = new Map<ServeFlag, GivenFlag>();
  for (const occurrence of matched.occurrences) {
    const setting = readSetting(occurrence, facts, settings.get(occurrence.flag), diagnostics);
    if (setting === null) continue;
    settings.delete(occurrence.flag);
    settings.set(occurrence.flag, setting);
  }
  const [positional, ...extra] = matched.positionals;
  for (const word of extra) {
    const hint = "start flags with `-`, and write a value that starts with `-` as `--flag=VALUE`";
    diagnostics.push(diagnostic("usage", `\`${word}\` does not belong to any flag`, { hint }));
  }
  const named = [...settings.values()].find((setting) => setting.flag.field === "model_config.model");
  if (named !== undefined && positional !== undefined && named.origin.kind === "flag" && named.value !== positional) {
    const hint = "keep the first argument: vLLM refuses to start with both";
    diagnostics.push(
      diagnostic("start-refused", `\`${positional}\` and \`${named.origin.text}\` name two models`, { hint }),
    );
  }
  return {
    model:
      positional !== undefined
        ? { value: positional, origin: { kind: options.kind ?? "flag", text: positional } }
        : named !== undefined
          ? { value: String(named.value), origin: named.origin }
          : null,
    settings: [...settings.values()].filter(
      (setting): setting is Setting => hasField(setting.flag) && setting !== named && !setting.flag.secret,
    ),
    otherFlags: [
      ...[...settings.values()]
        .filter((setting) => setting.flag.field === null || setting.flag.secret)
        .map((setting) => asOther(setting)),
      ...matched.unknown.map(
        (entry): OtherFlag => ({
          flag: entry.name,
          value: entry.values.length > 1 ? entry.values : (entry.values[0] ?? true),
          origin: { kind: entry.kind, text: entry.text },
          known: false,
          note: null,
        }),
      ),
    ],
    diagnostics,
  };
}

/** Converts a setting that does not become a field. */
export function asOther(setting: GivenFlag, note: string | null = null): OtherFlag {
  const { flag, value, origin } = setting;
  return { flag: flag.flag, value: flag.secret ? "***" : value, origin, known: true, note };
}

function stripCommand(words: readonly Word[]): readonly Word[] {
  const start = words[0]?.text === "vllm" ? 1 : 0;
  return words[start]?.text === "serve" ? words.slice(start + 1) : words;
}

/** Inserts the file's arguments before those of the command line, so that the command line takes precedence. */
function insertConfigFile(
  words: readonly Word[],
  read: ReadServeArgsOptions["readConfigFile"],
  diagnostics: Diagnostic[],
): readonly Word[] {
  const at = words.findIndex((word) => word.text === "--config");
  const ignored = words.find((word) => word.text.startsWith("--config="));
  if (ignored !== undefined) {
    const hint = `write \`--config ${ignored.text.slice("--config=".length)}\``;
    diagnostics.push(
      diagnostic("flag-without-effect", "vLLM ignores the file in `--config=`", { severity: "warning", hint }),
    );
  }
  const path = words[at + 1]?.text;
  if (at < 0 || read === undefined || path === undefined) return words;
  const file = read(path);
  diagnostics.push(...file.diagnostics);
  const second = words.findIndex((word, index) => index > at && word.text === "--config");
  if (second >= 0) {
    diagnostics.push(
      diagnostic("usage", "`--config` is given twice", { hint: "merge them: vLLM reads only one file" }),
    );
  }
  return [...file.words, ...words];
}

function readSetting(
  occurrence: Occurrence,
  facts: ServeFacts,
  earlier: GivenFlag | undefined,
  diagnostics: Diagnostic[],
): GivenFlag | null {
  const { flag, positive, values, text, kind, leaves } = occurrence;
  const converted: Converted =
    flag.kind === "boolean" || flag.kind === "switch"
      ? { ok: true, value: positive }
      : convertValue(flag, values, facts.schema, facts.flags.traits.has("suffixes-in-json"));
  if (!converted.ok) {
    diagnostics.push(badValue(text, flag, converted));
    return null;
  }
  const origin = { kind, text };
  if (flag.kind === "append") {
    const before = (earlier?.value ?? []) as readonly Json[];
    const shown = earlier === undefined ? text : `${earlier.origin.text} ${text}`;
    return { flag, value: [...before, converted.value], origin: { kind, text: shown }, leaves };
  }
  if (earlier !== undefined && earlier.origin.kind === kind && !jsonEqual(earlier.value, converted.value)) {
    const hint = "remove all but the last one, which counts";
    const severity = kind === "recipe" ? "note" : "warning";
    diagnostics.push(
      diagnostic("repeated-flag", `\`${earlier.origin.text}\` is overridden by \`${text}\``, { severity, hint }),
    );
  }
  return { flag, value: converted.value, origin, leaves };
}

function badValue(text: string, flag: ServeFlag, fault: Converted & { ok: false }): Diagnostic {
  const shown = flag.secret ? flag.flag : text;
  const place = fault.path === undefined || fault.path.length === 0 ? "" : `, at \`${fault.path.join(".")}\``;
  if (fault.fault !== undefined) {
    const { message, hint } = describeTreeError(fault.fault);
    return diagnostic(fault.fault.code, `\`${shown.slice(0, 200)}\`: ${message}`, { hint });
  }
  const message = flag.secret
    ? `invalid value for \`${shown}\``
    : `invalid value \`${fault.found}\` for \`${shown}\`${place}`;
  return diagnostic("bad-flag-value", message, { hint: `expected ${fault.expected}` });
}
