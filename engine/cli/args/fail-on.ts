import { diagnostic, FettleError } from "../../common/diagnostic.js";
import { didYouMean } from "../../common/nearest.js";

/**
 * Parses a list of kinds separated by commas, `all` or `none`; `noun` names the kinds in messages. @throws FettleError
 */
export function parseFailOn<Kind extends string>(
  text: string | undefined,
  kinds: readonly Kind[],
  defaults: readonly Kind[],
  noun: string,
): readonly Kind[] {
  if (text === undefined) return defaults;
  if (text === "all") return kinds;
  if (text === "none") return [];
  const named = text.split(",").map((name) => name.trim());
  const unknown = named.find((name) => !kinds.includes(name as Kind));
  if (unknown !== undefined) {
    const hint = didYouMean(unknown, kinds) ?? `use a comma-separated list of ${kinds.join(", ")}; or all, or none`;
    throw new FettleError([diagnostic("usage", `unknown kind of ${noun} \`${unknown}\``, { hint })]);
  }
  return kinds.filter((kind) => named.includes(kind));
}
