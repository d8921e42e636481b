import { lastOf } from "../../common/must.js";
import type { ExpressionNode, Filter, PathNode } from "./node.js";
import { functionNamed } from "./runtime/functions.js";
import { kindOf, mayTakeContext } from "./runtime/signature.js";

/** Functions whose result may contain their arguments. */
const passing: ReadonlySet<string> = new Set(["append", "reverse", "distinct", "sort", "lookup", "merge", "spread"]);

/** If a value has more possible origins than this, the read set is the whole document. */
const MAX_ORIGINS = 200;

/** Computes the read set of an expression. */
export function collectReads(node: ExpressionNode): Paths {
  const reads = new Map<string, readonly string[]>();
  add(reads, originsOf(node, root, reads));
  return reads;
}

type Reads = Map<string, readonly string[]>;

function add(reads: Reads, paths: Paths): void {
  for (const [text, path] of paths) reads.set(text, path);
}

/** Computes the possible origins of a value in the document. Other values read on the way are added to `reads`. */
function originsOf(node: ExpressionNode, context: Paths, reads: Reads): Paths {
  const origins = (part: ExpressionNode): Paths => originsOf(part, context, reads);
  const use = (part: ExpressionNode): Paths => {
    const from = origins(part);
    add(reads, from);
    return from;
  };
  switch (node.kind) {
    case "literal":
      return none;
    case "context":
      return context;
    case "root":
      return root;
    case "name":
      return below(context, node.name);
    case "path":
      return pathOrigins(node, context, reads);
    case "block":
      return origins(node.of);
    case "select": {
      const from = origins(node.of);
      useFilters(node.filters, from, reads);
      return from;
    }
    case "negate":
      use(node.of);
      return none;
    case "condition":
      use(node.test);
      return union(origins(node.then), node.otherwise === null ? none : origins(node.otherwise));
    case "default":
      // The left side is read even if the result is the right side.
      return union(use(node.of), origins(node.otherwise));
    case "array":
      return union(...node.items.map((item) => (item.kind === "range" ? none : use(item.node))));
    case "object":
      for (const { key, value } of node.pairs) {
        use(key);
        use(value);
      }
      return none;
    case "call":
      return callOrigins(node.name, node.args, context, reads);
    default:
      use(node.left);
      use(node.right);
      return none;
  }
}

function pathOrigins(node: PathNode, context: Paths, reads: Reads): Paths {
  return node.steps.reduce<Paths>((from, step, index) => {
    const inner: Reads = new Map();
    const origins = originsOf(step.node, from, inner);
    add(reads, inner);
    // A step that reads nothing of its context still depends on its presence; the document itself is always present.
    const isUsed = leadsThrough(inner.values(), from) || leadsThrough(origins.values(), from);
    if (index > 0 && !isUsed) add(reads, new Map([...from].filter(([, path]) => path.length > 0)));
    useFilters(step.filters, origins, reads);
    if (origins.size <= MAX_ORIGINS) return origins;
    add(reads, root);
    return none;
  }, context);
}

function useFilters(filters: readonly Filter[], context: Paths, reads: Reads): void {
  for (const filter of filters) if (filter.kind === "where") add(reads, originsOf(filter.test, context, reads));
}

function callOrigins(name: string, args: readonly ExpressionNode[], context: Paths, reads: Reads): Paths {
  const given = args.map((arg) => originsOf(arg, context, reads));
  const kinds = args.map((arg) => (arg.kind === "literal" ? kindOf(arg.value) : null));
  const isContextUsed = mayTakeContext(functionNamed(name), kinds);
  const origins = union(...given, isContextUsed ? context : none);
  const key = name === "lookup" ? literalOf(lastOf(args)) : null;
  if (key !== null) return below(origins, key);
  add(reads, origins);
  return passing.has(name) ? origins : none;
}

function literalOf(node: ExpressionNode): string | null {
  return node.kind === "literal" && typeof node.value === "string" ? node.value : null;
}

/** A set of document paths, keyed by their JSON text. */
type Paths = ReadonlyMap<string, readonly string[]>;

const none: Paths = new Map();
const root: Paths = pathsOf([[]]);

function pathsOf(paths: Iterable<readonly string[]>): Paths {
  return new Map([...paths].map((path) => [JSON.stringify(path), path]));
}

function union(...sets: readonly Paths[]): Paths {
  return new Map(sets.flatMap((set) => [...set]));
}

/** Extends each path by one key. */
function below(paths: Paths, key: string): Paths {
  return pathsOf([...paths.values()].map((path) => [...path, key]));
}

/** Whether a path has one of the starts as a prefix. */
function leadsThrough(paths: Iterable<readonly string[]>, starts: Paths): boolean {
  for (const path of paths) {
    for (const start of starts.values()) if (start.every((key, index) => path[index] === key)) return true;
  }
  return false;
}
