/** Variables of a shell script, as far as reading it tells what they are. */
export interface ShellVariables {
  /** The value of a variable; a text with words of its own where it is an array; null where nothing says it. */
  get(name: string): { readonly text: string; readonly isArray: boolean } | null;
  readonly exported: Readonly<Record<string, string>>;
  /** Takes the assignments of a simple command in; false where it is none that only assigns. */
  assign(words: readonly string[], isCertain: boolean): boolean;
  assignArray(name: string, text: string, isAdded: boolean, isCertain: boolean): void;
}

const keywords: ReadonlySet<string> = new Set(["export", "declare", "typeset", "readonly", "local"]);
const assignment = /^([A-Za-z_]\w*)(\+?)=([^]*)$/;

/** Where a branch or a loop assigns, the value is known only if it is the same as before. */
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

/** Stands in a text for what only a run of the script would tell. */
export const unknownMark = "\u0000";

const isUnknown = (text: string): boolean => text.includes(unknownMark);
