/** The options of one call, by long name without the dashes. */
export interface Options {
  /** The value of an option that takes one, or undefined where it was not given. */
  text(name: string): string | undefined;
  /** Whether an option without a value was given. */
  has(name: string): boolean;
  /** The values of a repeatable option, in order. */
  list(name: string): readonly string[];
}

/** Makes options readable under the names that the user types. */
export function optionsOf(values: Readonly<Record<string, unknown>>): Options {
  const value = (name: string) => values[name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())];
  return {
    text(name) {
      const found = value(name);
      return typeof found === "string" ? found : undefined;
    },
    has: (name) => value(name) === true,
    list(name) {
      const found = value(name);
      return Array.isArray(found) ? (found as string[]) : [];
    },
  };
}
