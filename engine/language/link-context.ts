import type { DiagnosticCode, Hint } from "../common/diagnostic.js";
import type { ParsedPath } from "../common/path.js";
import type { FindFact } from "./expression/lowering.js";
import type { ParsedExpression } from "./expression/parsed-expression.js";
import type { ConditionNode, ValueNode } from "./node.js";
import type { Operators } from "./conditions/operators.js";

/** Resolves a pack's names during linking and collects findings. */
export interface LinkContext {
  readonly pack: string;
  /** Names of all packs that can be included. */
  readonly packs: ReadonlySet<string>;
  /** Top-level names of the document, which distinguish a path from a misspelled fact. */
  readonly sections: ReadonlySet<string>;
  readonly facts: ReadonlyMap<string, ValueNode & { kind: "fact" }>;
  readonly brokenFacts: ReadonlySet<string>;
  readonly conditions: ReadonlyMap<string, ConditionNode>;
  /** Names of invalid conditions, so that their uses are not reported again. */
  readonly broken: ReadonlySet<string>;
  readonly operators: Operators;
  /** Parses an expression. Injected, so that running linked packs does not load jsonata's parser. */
  readonly parse: (text: string, findFact?: FindFact) => ParsedExpression;
  /** Parses a dotted path: `parsePath`, possibly memoized. */
  readonly parsePath: (text: string) => ParsedPath;
  /** Facts and named conditions that are used. */
  readonly used: { readonly facts: Set<string>; readonly conditions: Set<string> };
  /** Reports an error; `offset` is its offset inside the string at `at`. */
  report(code: DiagnosticCode, at: string, message: string, hint: Hint, offset?: number): void;
}
