import { wordOf } from "../common/json.js";
import type { BuiltDocument } from "./build.js";
import type { ServeFlag } from "./flags.js";
import type { ServingRelease } from "./serving-engine.js";

export interface GivenWords {
  readonly args: readonly string[];
  /** Omitted flags, and why. */
  readonly missing: readonly { readonly flag: string; readonly reason: string }[];
}

/** Rebuilds the user's flags, including those of `--config`, each once. Flags in `without` are omitted silently. */
export function givenWords(
  built: BuiltDocument,
  { flags: { byName }, writeFlag }: ServingRelease,
  without: ReadonlySet<ServeFlag>,
): GivenWords {
  const args: string[] = [];
  const missing: { flag: string; reason: string }[] = [];
  const isSetting = new Set<ServeFlag>(built.settings.map(({ flag }) => flag));
  for (const { flag, value } of built.settings) {
    if (without.has(flag)) continue;
    const words = writeFlag(flag, value);
    if (words === null) missing.push({ flag: flag.flag, reason: "its value cannot be written as a flag" });
    else args.push(...words);
  }
  for (const { flag: name, value } of built.otherFlags) {
    const flag = byName.get(name);
    if (flag !== undefined && (without.has(flag) || isSetting.has(flag) || name === "--config")) continue;
    if (flag?.secret === true) missing.push({ flag: name, reason: "its value is secret" });
    else if (flag !== undefined) {
      const words = writeFlag(flag, value);
      if (words === null) missing.push({ flag: name, reason: "its value cannot be written as a flag" });
      else args.push(...words);
    } else args.push(name, ...(value === true ? [] : (Array.isArray(value) ? value : [value]).map(wordOf)));
  }
  return { args, missing };
}
