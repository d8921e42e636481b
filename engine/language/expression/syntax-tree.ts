/** AST of jsonata's parser, as far as it is used here. Positions are behind their token. */
export interface SyntaxTree {
  readonly type: string;
  readonly value?: unknown;
  readonly position?: number;
  readonly steps?: readonly SyntaxTree[];
  readonly stages?: readonly SyntaxFilter[];
  readonly predicate?: readonly SyntaxFilter[];
  readonly keepArray?: boolean;
  readonly keepSingletonArray?: boolean;
  readonly consarray?: boolean;
  readonly group?: { readonly position: number };
  readonly tuple?: boolean;
  /** An operand, or the key and value pairs of an object constructor. */
  readonly lhs?: SyntaxTree | readonly (readonly [SyntaxTree, SyntaxTree])[];
  readonly rhs?: SyntaxTree;
  readonly expression?: SyntaxTree;
  readonly expressions?: readonly SyntaxTree[];
  readonly procedure?: SyntaxTree;
  readonly arguments?: readonly SyntaxTree[];
  readonly condition?: SyntaxTree;
  readonly then?: SyntaxTree;
  readonly else?: SyntaxTree;
}

export interface SyntaxFilter {
  readonly type: string;
  readonly expr: SyntaxTree;
  readonly position: number;
}

/** Start of a node in the text, as a UTF-16 offset from 0. */
export function offsetOf(tree: SyntaxTree, text: string): number {
  const first = tree.steps?.[0] ?? (tree.position === undefined ? (tree.procedure ?? tree.condition) : undefined);
  if (first !== undefined) return offsetOf(first, text);
  const end = tree.position ?? 0;
  // The parser adds the `g` to every regular expression.
  const token = tree.value instanceof RegExp ? String(tree.value).slice(0, -1) : String(tree.value ?? "");
  for (const written of [`\`${token}\``, `"${token}"`, `'${token}'`, `$${token}`, token]) {
    const start = end - written.length;
    if (written !== "" && start >= 0 && text.startsWith(written, start)) return start;
  }
  return Math.max(0, end - 1);
}
