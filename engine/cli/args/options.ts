/** The options of one call, by long name without the dashes. */
export interface Options {
  /** The value of an option that takes one; undefined if it was not given. */
  text(name: string): string | undefined;
  /** Whether an option without a value was given. */
  has(name: string): boolean;
  /** The values of a repeatable option, in order. */
  list(name: string): readonly string[];
}

/** Wraps option values, which are keyed by long name. */
export function optionsOf(values: Readonly<Record<string, unknown>>): Options {
  return {
    text(name) {
      const found = values[name];
      return typeof found === "string" ? found : undefined;
    },
    has: (name) => values[name] === true,
    list(name) {
      const found = values[name];
      return Array.isArray(found) ? (found as string[]) : [];
    },
  };
}
