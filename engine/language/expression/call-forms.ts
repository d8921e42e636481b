import { firstOf, must } from "../../common/must.js";
import { functionNamed } from "./runtime/functions.js";

/** Functions with their parameters; optional ones in brackets. */
const forms: readonly string[] = [
  "$string([value], [indent])",
  "$length([text])",
  "$substring([text], start, [length])",
  "$substringBefore([text], separator)",
  "$substringAfter([text], separator)",
  "$lowercase([text])",
  "$uppercase([text])",
  "$trim([text])",
  "$pad([text], width, [character])",
  "$contains([text], part)",
  "$split([text], separator, [limit])",
  "$join(texts, [separator])",
  "$replace([text], part, replacement, [limit])",
  "$number([value])",
  "$abs([number])",
  "$floor([number])",
  "$ceil([number])",
  "$round([number], [precision])",
  "$sqrt([number])",
  "$power([base], exponent)",
  "$formatBase([number], [radix])",
  "$sum(numbers)",
  "$max(numbers)",
  "$min(numbers)",
  "$average(numbers)",
  "$boolean([value])",
  "$not([value])",
  "$exists(value)",
  "$type(value)",
  "$count(array)",
  "$append(array, other)",
  "$reverse(array)",
  "$distinct(array)",
  "$sort(array)",
  "$keys([object])",
  "$lookup([object], key)",
  "$merge(objects)",
  "$spread([object])",
];

/** Returns the call syntax of a function, as a hint. */
export function callHint(name: string): string {
  const form = must(
    forms.find((text) => text.startsWith(`$${name}(`)),
    "the item looked for",
  );
  const isOfContext = firstOf(functionNamed(name).parameters).leftOut === "context";
  const first = isOfContext ? "; the context then replaces the first" : "";
  return `write \`${form}\`${form.includes("[") ? `; parameters in brackets are optional${first}` : ""}`;
}
