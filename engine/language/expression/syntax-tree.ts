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
  readonly expr: SyntaxTree;
  readonly position: number;
}

/** Start of a node in the text, as a UTF-16 offset from 0. */
export function offsetOf(tree: SyntaxTree, text: string): number {
  const first = tree.steps?.[0];
  if (first !== undefined) return offsetOf(first, text);
  const { value, position: end = 0 } = tree;
  // The parser adds the `g` to every regular expression.
  const token = value instanceof RegExp ? `/${value.source}/${value.flags.replace("g", "")}` : String(value);
  for (const written of [`\`${token}\``, `"${token}"`, `'${token}'`, `$${token}`, token]) {
    const start = end - written.length;
    if (start >= 0 && text.startsWith(written, start)) return start;
  }
  // A bracket is not its node's value.
  return Math.max(0, end - 1);
}
