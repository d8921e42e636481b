/**
 * Expression AST: frozen plain data, discriminated by `kind`. The parser creates it; closures, code generation and
 * static analysis read it. It does not refer to its source text.
 */
export type ExpressionNode =
  | LiteralNode
  | ContextNode
  | RootNode
  | NameNode
  | PathNode
  | BlockNode
  | SelectNode
  | NegateNode
  | ArithmeticNode
  | EqualityNode
  | OrderNode
  | IncludesNode
  | LogicNode
  | ConcatNode
  | ConditionNode
  | DefaultNode
  | ArrayNode
  | ObjectNode
  | CallNode;

export interface LiteralNode {
  readonly kind: "literal";
  readonly value: null | boolean | number | string;
}

/** `$`: the value that the enclosing step or filter is applied to; the document at the top level. */
export interface ContextNode {
  readonly kind: "context";
}

/** `$$`: the document. */
export interface RootNode {
  readonly kind: "root";
}

/** One key, read from the context. Occurs only as a path step. */
export interface NameNode {
  readonly kind: "name";
  readonly name: string;
  /** Written with `[]`: a single result stays an array. */
  readonly keep: boolean;
}

export interface PathNode {
  readonly kind: "path";
  /** How the first step is entered: for each item of the context, from `$`/`$$`, or from an array constructor. */
  readonly start: "context" | "variable" | "array";
  readonly steps: readonly Step[];
  readonly keep: boolean;
}

export interface Step {
  readonly node: ExpressionNode;
  readonly filters: readonly Filter[];
}

/** `[2]` selects by position; any other `[…]` is tested for every item, and a numeric result selects by position. */
export type Filter =
  | { readonly kind: "index"; readonly index: number }
  | { readonly kind: "where"; readonly test: ExpressionNode };

/** `( … )` around one expression. Kept, because parentheses settle a sequence before a filter sees it. */
export interface BlockNode {
  readonly kind: "block";
  readonly of: ExpressionNode;
}

/** Filters or `[]` on something other than a path. */
export interface SelectNode {
  readonly kind: "select";
  readonly of: ExpressionNode;
  readonly filters: readonly Filter[];
  readonly keep: boolean;
}

export interface NegateNode {
  readonly kind: "negate";
  readonly of: ExpressionNode;
}

interface Binary {
  readonly left: ExpressionNode;
  readonly right: ExpressionNode;
}
export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%";
export interface ArithmeticNode extends Binary {
  readonly kind: "arithmetic";
  readonly operator: ArithmeticOperator;
}
export interface EqualityNode extends Binary {
  readonly kind: "equality";
  readonly operator: "=" | "!=";
}
export type OrderOperator = "<" | "<=" | ">" | ">=";
export interface OrderNode extends Binary {
  readonly kind: "order";
  readonly operator: OrderOperator;
}
export interface IncludesNode extends Binary {
  readonly kind: "includes";
}
export interface LogicNode extends Binary {
  readonly kind: "logic";
  readonly operator: "and" | "or";
}
export interface ConcatNode extends Binary {
  readonly kind: "concat";
}

export interface ConditionNode {
  readonly kind: "condition";
  readonly test: ExpressionNode;
  readonly then: ExpressionNode;
  readonly otherwise: ExpressionNode | null;
}

/** `a ?? b` (if a is absent) and `a ?: b` (if a is falsy). */
export interface DefaultNode {
  readonly kind: "default";
  readonly when: "absent" | "false";
  readonly of: ExpressionNode;
  readonly otherwise: ExpressionNode;
}

export interface ArrayNode {
  readonly kind: "array";
  readonly items: readonly ArrayItem[];
  /** A step of a path: its arrays remain separate values and are not flattened into one sequence. */
  readonly constructed: boolean;
}

/** `nested`: an array constructor, added as one item; `spread`: an array value contributes its items. */
export type ArrayItem =
  | { readonly kind: "nested" | "spread"; readonly node: ExpressionNode }
  | { readonly kind: "range"; readonly from: number; readonly to: number };

export interface ObjectNode {
  readonly kind: "object";
  readonly pairs: readonly { readonly key: ExpressionNode; readonly value: ExpressionNode }[];
}

export interface CallNode {
  readonly kind: "call";
  /** Key of the function table, without the `$`. */
  readonly name: string;
  readonly args: readonly ExpressionNode[];
}
