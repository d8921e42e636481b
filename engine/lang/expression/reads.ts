import type { ExpressionNode, Filter, PathNode } from "./node.js";
import { functions } from "./runtime/functions.js";

/** Where in the document a value may come from; none where the expression makes it. */
type Origins = readonly (readonly string[])[];

/** Functions whose result may hold what they were given. */
const passing: ReadonlySet<string> = new Set(["append", "reverse", "distinct", "sort", "lookup", "merge", "spread"]);

/** Every document path that is read, repeats included. */
export function collectReads(node: ExpressionNode): Origins {
  const reads: (readonly string[])[] = [];
  reads.push(...originsOf(node, [[]], reads));
  return reads;
}

/** Where the value comes from; what is read besides, on the way to it, is put among the reads. */
function originsOf(node: ExpressionNode, context: Origins, reads: (readonly string[])[]): Origins {
  const use = (part: ExpressionNode, where = context): void => void reads.push(...originsOf(part, where, reads));
  switch (node.kind) {
    case "literal":
      return [];
    case "context":
      return context;
    case "root":
      return [[]];
    case "name":
      return context.map((path) => [...path, node.name]);
    case "path":
      return pathOrigins(node, context, reads);
    case "block":
      return originsOf(node.of, context, reads);
    case "select": {
      const origins = originsOf(node.of, context, reads);
      useFilters(node.filters, origins, reads);
      return origins;
    }
    case "negate":
      use(node.of);
      return [];
    case "condition":
      use(node.test);
      return [node.then, ...(node.otherwise === null ? [] : [node.otherwise])].flatMap((part) => originsOf(part, context, reads));
    case "default":
      // The left side is read even where the right one answers.
      use(node.of);
      return [node.of, node.otherwise].flatMap((part) => originsOf(part, context, reads));
    case "array":
      for (const item of node.items) if (item.kind !== "range") use(item.node);
      return node.items.flatMap((item) => (item.kind === "range" ? [] : originsOf(item.node, context, reads)));
    case "object":
      for (const { key, value } of node.pairs) use(key), use(value);
      return [];
    case "call":
      return callOrigins(node.name, node.args, context, reads);
    default:
      use(node.left);
      use(node.right);
      return [];
  }
}

function pathOrigins(node: PathNode, context: Origins, reads: (readonly string[])[]): Origins {
  return node.steps.reduce<Origins>((from, step, index) => {
    const origins = originsOf(step.node, from, reads);
    // A step that is no key may answer without what it stands on, which was looked at all the same.
    if (index > 0 && step.node.kind !== "name") reads.push(...from);
    useFilters(step.filters, origins, reads);
    return origins;
  }, context);
}

function useFilters(filters: readonly Filter[], context: Origins, reads: (readonly string[])[]): void {
  for (const filter of filters) if (filter.kind === "where") reads.push(...originsOf(filter.test, context, reads));
}

function callOrigins(name: string, args: readonly ExpressionNode[], context: Origins, reads: (readonly string[])[]): Origins {
  const origins = args.flatMap((arg) => originsOf(arg, context, reads));
  const { parameters } = functions[name]!;
  // A left-out argument is the context.
  if (args.length < parameters.length && parameters[0]!.leftOut === "context") origins.push(...context);
  const key = args.at(-1);
  if (name === "lookup" && key?.kind === "literal" && typeof key.value === "string") {
    return origins.map((path) => [...path, key.value as string]);
  }
  reads.push(...origins);
  return passing.has(name) ? origins : [];
}
