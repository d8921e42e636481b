import type {
  GivenFlag,
  OtherFlag,
  OutOfRange,
  ReadArgsOptions,
  ServeArgs,
  Setting,
  Word,
} from "../../serving/given.js";
import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";
import { jsonEqual, type Json } from "../../common/json.js";
import { convertValue, type Converted } from "./convert-value.js";
import type { ServeFacts } from "../facts.js";
import { describeTreeError } from "../../common/find-tree-error.js";
import { matchFlags, type Occurrence } from "./match-flags.js";
import { hasField, type ServeFlag } from "../../serving/flags.js";
import { spellTokens } from "./serve-tokens.js";

/**
 * Parses the arguments after `vllm serve` as vLLM does; ignores a leading `vllm serve`. Nothing is dropped: every flag
 * becomes a setting, an other flag, or a diagnostic.
 */
export function readServeArgs(
  args: readonly (string | Word)[],
  facts: ServeFacts,
  options: ReadArgsOptions = {},
): ServeArgs {
  const diagnostics: Diagnostic[] = [];
  const outOfRange: OutOfRange[] = [];
  const given = args.map(
    (word): Word => (typeof word === "string" ? { text: word, kind: options.kind ?? "flag" } : word),
  );
  const words = insertConfigFile(stripCommand(given), options.readConfigFile, diagnostics);
  const matched = matchFlags(spellTokens(words, diagnostics, facts.flags.traits.has("suffixes-in-json")), facts.flags);
  diagnostics.push(...matched.diagnostics);
  const settings = new Map<ServeFlag, GivenFlag>();
  for (const occurrence of matched.occurrences) {
    const setting = readSetting(occurrence, facts, settings.get(occurrence.flag), diagnostics, outOfRange);
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
    outOfRange,
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
  read: ReadArgsOptions["readConfigFile"],
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
  outOfRange: OutOfRange[],
): GivenFlag | null {
  const { flag, positive, values, text, kind, leaves } = occurrence;
  const converted: Converted =
    flag.kind === "boolean" || flag.kind === "switch"
      ? { ok: true, value: positive }
      : convertValue(flag, spellOut(flag, values, facts), facts.schema, facts.flags.traits.has("suffixes-in-json"));
  if (!converted.ok) {
    const found = badValue(text, flag, converted);
    if (converted.isRange === true && hasField(flag)) outOfRange.push({ flag, diagnostic: found });
    else diagnostics.push(found);
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

/** Some releases take `none` for no reasoning parser, as they take the empty text. */
function spellOut({ flag }: ServeFlag, values: readonly string[], { behaviors }: ServeFacts): readonly string[] {
  const isNone = flag === "--reasoning-parser" && values[0]?.toLowerCase() === "none";
  return isNone && behaviors.has("none-is-no-reasoning-parser") ? [""] : values;
}

function badValue(text: string, flag: ServeFlag, fault: Converted & { ok: false }): Diagnostic {
  const shown = flag.secret ? flag.flag : text;
  const place = fault.path === undefined || fault.path.length === 0 ? "" : `, at \`${fault.path.join(".")}\``;
  if (fault.fault !== undefined) {
    const { message, hint } = describeTreeError(fault.fault);
    return diagnostic(fault.fault.code, `\`${shown.slice(0, 200)}\`: ${message}`, { hint, flag: flag.flag });
  }
  const message = flag.secret
    ? `invalid value for \`${shown}\``
    : `invalid value \`${fault.found}\` for \`${flag.flag}\`${place}`;
  return diagnostic("bad-flag-value", message, { hint: `expected ${fault.expected}`, flag: flag.flag });
}
