import { firstOf } from "../../common/must.js";
import { yamlText } from "./yaml-text.js";
import { isObject, jsonEqual, type Json } from "../../common/json.js";
import type { Pin } from "../../serving/pins.js";
import { commentLines } from "../markdown/comment-lines.js";
import type { Evaluated } from "../../explain/evaluated.js";
import type { Printed } from "../printed.js";
import { pinsOf } from "../../explain/pins.js";

/** Renders pins as a file for `vllm serve --config`. Flags on the command line take precedence over the file. */
export function reportServeConfig(evaluated: Evaluated): Printed {
  const { pins, notes } = pinsOf(evaluated);
  const { entries, missing } = configEntries(pins);
  const given = (evaluated.built?.settings ?? []).filter(({ origin }) => origin.kind !== "config-file");
  const isOther = ({ flag, value }: Pin): boolean =>
    given.some((setting) => setting.flag === flag && !jsonEqual(setting.value, value));
  const hidden = pins
    .filter(isOther)
    .map(({ flag }) => `remove \`${flag.flag}\` from the command line, where it overrides this file`);
  const comments = [
    ...hidden,
    ...notes,
    ...missing.map(({ flag }) => `\`${flag.flag}\` cannot be set in a config file; add it to the command line`),
  ];
  return { text: `${commentLines(comments)}${Object.keys(entries).length === 0 ? "" : yamlText(entries, "1.1")}` };
}

/**
 * Converts pins to the keys of a file. vLLM drops `false`, passes a list as several arguments, and parses an argument
 * with a dash as a flag.
 */
export function configEntries(pins: readonly Pin[]): {
  readonly entries: Readonly<Record<string, Json>>;
  readonly missing: readonly Pin[];
} {
  const entries: Record<string, Json> = {};
  const missing: Pin[] = [];
  for (const pin of pins) {
    const [word, ...values] = pin.args as [string, ...string[]];
    const key = word.slice(2);
    if (pin.flag.kind === "append" || word.includes("=")) missing.push(pin);
    else if (values.length === 0) entries[key] = true;
    else if (isObject(pin.value)) entries[key] = pin.value;
    else if (values.length > 1) entries[key] = values.map(plain);
    else entries[key] = plain(firstOf(values));
  }
  return { entries, missing };
}

/** Converts an argument to a number if that prints identically; otherwise returns the string. */
function plain(word: string): Json {
  return /^(?:0|[1-9]\d{0,14})(?:\.\d*[1-9])?$/.test(word) ? Number(word) : word;
}
