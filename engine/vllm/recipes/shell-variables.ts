/** Variables of a shell script, as far as static analysis determines them. */
export interface ShellVariables {
  /** The value of a variable; for an array, a text with its elements; null if unknown. */
  get(name: string): { readonly text: string; readonly isArray: boolean } | null;
  readonly exported: Readonly<Record<string, string>>;
  /** Records the assignments of a simple command; false if it does more than assign. */
  assign(words: readonly string[], isCertain: boolean): boolean;
  assignArray(name: string, text: string, isAdded: boolean, isCertain: boolean): void;
}

const keywords: ReadonlySet<string> = new Set(["export", "declare", "typeset", "readonly", "local"]);
const assignment = /^([A-Za-z_]\w*)(\+?)=([^]*)$/;

/** Tracks variables; after an assignment in a branch or a loop, a value is known only if it is unchanged. */
export function shellVariables(given: Readonly<Record<string, string>> = {}): ShellVariables {
  const values = new Map<string, { text: string; isArray: boolean } | null>(
    Object.entries(given).map(([name, text]) => [name, { text, isArray: false }]),
  );
  const exportedNames = new Set<string>();
  const set = (name: string, text: string | null, isArray: boolean, isCertain: boolean): void => {
    const known = values.get(name);
    const isSame = known !== undefined && known?.text === text;
    values.set(name, text === null || (!isCertain && !isSame) ? null : { text, isArray });
  };
  return {
    get: (name) => values.get(name) ?? null,
    get exported() {
      return Object.fromEntries(
        [...exportedNames].flatMap((name) => {
          const value = values.get(name);
          return value == null ? [] : [[name, value.text]];
        }),
      );
    },
    assign(words, isCertain) {
      const [first = "", ...rest] = words;
      const isDeclared = keywords.has(first);
      const parts = isDeclared ? rest.filter((word) => !word.startsWith("-")) : words;
      if (!isDeclared && !parts.every((word) => assignment.test(word))) return false;
      for (const part of parts) {
        const [, name = part, added, value] = assignment.exec(part) ?? [];
        if (value !== undefined)
          set(
            name,
            isUnknown(value) ? null : added === "+" ? `${values.get(name)?.text ?? ""}${value}` : value,
            false,
            isCertain,
          );
        if (first === "export" || rest.includes("-x")) exportedNames.add(name);
      }
      return true;
    },
    assignArray(name, text, isAdded, isCertain) {
      const before = isAdded ? values.get(name)?.text : undefined;
      set(name, before === undefined ? text : `${before} ${text}`, true, isCertain);
    },
  };
}

/** Marks a value in a text that is unknown until the script runs. */
export const unknownMark = "\u0000";

const isUnknown = (text: string): boolean => text.includes(unknownMark);
