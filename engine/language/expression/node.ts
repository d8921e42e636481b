/**
 * An accepted expression: frozen plain data tagged by `kind`. The parser makes it; closures, generated code and the
 * static helpers read it. Nothing in it refers to the text it came from.
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

/** `$`: the value that the enclosing step or filter looks at; the document outside of any. */
export interface ContextNode {
  readonly kind: "context";
}

/** `$$`: the document. */
export interface RootNode {
  readonly kind: "root";
}

/** One key, read from the context. Occurs only in the steps of a path. */
export interface NameNode {
  readonly kind: "name";
  readonly name: string;
  /** Written with `[]`: a single result stays an array. */
  readonly keep: boolean;
}

export interface PathNode {
  readonly kind: "path";
  /** How the first step is entered: for each item of the context, from `$`/`$$`, or from a written array. */
  readonly start: "context" | "variable" | "array";
  readonly steps: readonly Step[];
  readonly keep: boolean;
}

export interface Step {
  readonly node: ExpressionNode;
  readonly filters: readonly Filter[];
}

/** `[2]` picks by position; any other `[…]` is tested for every item, a number among its answers picking by position. */
export type Filter =
  | { readonly kind: "index"; readonly index: number }
  | { readonly kind: "where"; readonly test: ExpressionNode };

/** `( … )` around one expression. Kept, because brackets settle a sequence before a filter sees it. */
export interface BlockNode {
  readonly kind: "block";
  readonly of: ExpressionNode;
}

/** Filters or `[]` on something that is no path. */
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

/** `a ?? b` (where a is absent) and `a ?: b` (where a counts as false). */
export interface DefaultNode {
  readonly kind: "default";
  readonly when: "absent" | "false";
  readonly of: ExpressionNode;
  readonly otherwise: ExpressionNode;
}

export interface ArrayNode {
  readonly kind: "array";
  readonly items: readonly ArrayItem[];
  /** Stands in a path: its arrays are values of their own there and do not flow into one sequence. */
  readonly constructed: boolean;
}

/** `nested`: itself a written array, added as one item; `spread`: an array among the values adds its items. */
export type ArrayItem =
  | { readonly kind: "nested" | "spread"; readonly node: ExpressionNode }
  | { readonly kind: "range"; readonly from: number; readonly to: number };

export interface ObjectNode {
  readonly kind: "object";
  readonly pairs: readonly { readonly key: ExpressionNode; readonly value: ExpressionNode }[];
}

export interface CallNode {
  readonly kind: "call";
  /** Without the `$`; a key of the function table. */
  readonly name: string;
  readonly args: readonly ExpressionNode[];
}
