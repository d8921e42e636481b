import type { DiagnosticCode, Hint } from "../common/diagnostic.js";
import type { ParsedPath } from "../common/path.js";
import type { FindFact } from "./expression/lowering.js";
import type { ParsedExpression } from "./expression/parsed-expression.js";
import type { ConditionNode, ValueNode } from "./node.js";
import type { Operators } from "./conditions/operators.js";

/** What a pack's names resolve to while it is linked, and where findings go. */
export interface LinkContext {
  readonly pack: string;
  /** Names of all packs that can be included. */
  readonly packs: ReadonlySet<string>;
  /** The document's top-level names, by which a path is told from a misspelt fact. */
  readonly sections: ReadonlySet<string>;
  readonly facts: ReadonlyMap<string, ValueNode & { kind: "fact" }>;
  readonly brokenFacts: ReadonlySet<string>;
  readonly conditions: ReadonlyMap<string, ConditionNode>;
  /** Names of conditions that were refused already, so that their uses draw no finding of their own. */
  readonly broken: ReadonlySet<string>;
  readonly operators: Operators;
  /** Reads an expression. Passed in, so that running linked packs does not load jsonata's parser. */
  readonly parse: (text: string, findFact?: FindFact) => ParsedExpression;
  /** Reads a dotted path: `parsePath`, or that with a memory. */
  readonly parsePath: (text: string) => ParsedPath;
  /** Facts and named conditions that something used. */
  readonly used: { readonly facts: Set<string>; readonly conditions: Set<string> };
  /** Enters an error; `offset` is its place inside the string at `at`. */
  report(code: DiagnosticCode, at: string, message: string, hint: Hint, offset?: number): void;
}
