import { diagnostic, type Diagnostic } from "../common/diagnostic.js";
import { nearest } from "../common/nearest.js";
import type { EnvironmentValue } from "../serving/build.js";
import { readInteger, readNumber } from "./args/convert-value.js";
import { valueAt } from "./releases.js";
import type { Reading, VariableCatalog } from "./variable-catalog.js";
import { loadVariables } from "./variables.js";

const field = /^variables\.(?<name>.+)$/;

/** Reports variables whose value vLLM cannot read: it reads each of them by the time that the engine has started. */
export function checkVariableValues(
  environment: readonly EnvironmentValue[],
  release: string,
  catalog?: VariableCatalog,
): readonly Diagnostic[] {
  return environment.flatMap(({ field: path, value }) => {
    const name = field.exec(path)?.groups?.["name"];
    // A manifest may refer to a value that it does not state.
    if (name === undefined || typeof value !== "string" || value === "" || value.includes("$")) return [];
    const reading = valueAt((catalog ?? loadVariables()).variables[name]?.reads, release) as Reading | null | undefined;
    const expected = reading == null ? null : expectedInstead(value, reading);
    if (expected === null) return [];
    const message = `vLLM cannot read \`${name}=${value}\`: expected ${expected.what}`;
    const hint = `${expected.hint}; vLLM refuses to start otherwise`;
    return [diagnostic("start-refused", message, { severity: "warning", hint })];
  });
}

interface Expected {
  readonly what: string;
  readonly hint: string;
}

/** What would be a valid value; null if this one is. */
function expectedInstead(value: string, reading: Reading): Expected | null {
  if (reading === "flag") return readInteger(value) === null ? { what: "1 or 0", hint: flagHint(value) } : null;
  if (reading === "integer")
    return readInteger(value) === null ? { what: "an integer", hint: "write it as a number without a unit" } : null;
  if (reading === "number")
    return readNumber(value) === null && !/^\s*[+-]?(?:inf|infinity|nan)\s*$/i.test(value)
      ? { what: "a number", hint: "write it as a number without a unit" }
      : null;
  const { choices, isList, isAnyCase } = reading;
  const given = isList ? value.split(",").map((part) => part.trim()) : [value];
  const known = (text: string) =>
    choices.some((one) => (isAnyCase ? one.toLowerCase() === text.toLowerCase() : one === text));
  const wrong = given.find((text) => text !== "" && !known(text));
  if (wrong === undefined) return null;
  const meant = nearest(wrong, choices);
  const listed = choices.map((one) => `\`${one}\``).join(", ");
  return { what: `one of ${listed}`, hint: meant === null ? "choose one of them" : `set it to \`${meant}\`` };
}

const words: ReadonlyMap<string, string> = new Map([
  ...["true", "yes", "on", "y", "t"].map((word) => [word, "1"] as const),
  ...["false", "no", "off", "n", "f"].map((word) => [word, "0"] as const),
]);

function flagHint(value: string): string {
  const meant = words.get(value.trim().toLowerCase());
  return meant === undefined ? "write 1 to turn it on, 0 to turn it off" : `write ${meant}`;
}
