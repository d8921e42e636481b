import { diagnostic, FettleError } from "../../common/diagnostic.js";
import type { Options } from "./options.js";

/** Returns the seconds of `--time`. @throws FettleError if it is not a number */
export function secondsOf(options: Options, otherwise = 60): number {
  const text = options.text("time");
  if (text === undefined) return otherwise;
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text);
  throw new FettleError([
    diagnostic("usage", `invalid value \`${text}\` for \`--time\``, {
      hint: "use a number of seconds, such as `--time 60`",
    }),
  ]);
}
