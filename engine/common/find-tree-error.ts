import { maximumDepth } from "./strict-json.js";
import { forbiddenKeys } from "./path.js";

/** A violation of the rules for document values, with its location. */
export interface TreeError {
  readonly code: "forbidden-key" | "too-deep" | "not-json";
  readonly path: readonly string[];
  /** For `not-json`, what was found. */
  readonly what?: string;
}

interface Open {
  readonly value: object;
  readonly keys: readonly string[];
  next: number;
  /** Number of nested values, where shared objects count once for each occurrence. */
  size: number;
}

/**
 * Maximum size of a value when shared objects are written out: consumers visit a shared object once for each
 * occurrence.
 */
const mostRepeated = 10_000_000;

/**
 * Finds the first forbidden key, excessive nesting, cycle, or value that JSON does not have; null if there is none. A
 * key set to undefined counts as absent.
 */
export function findTreeError(value: unknown, forbidden: ReadonlySet<string> = forbiddenKeys): TreeError | null {
  const open: Open[] = [];
  const path = (): string[] => open.flatMap((entry) => entry.keys[entry.next - 1] ?? []);
  try {
    return findFault(value, forbidden, open, path);
  } catch {
    // A getter or a proxy threw.
    return { code: "not-json", path: path(), what: "an unreadable value" };
  }
}

function findFault(
  value: unknown,
  forbidden: ReadonlySet<string>,
  open: Open[],
  path: () => string[],
): TreeError | null {
  const sizes = new Map<object, number>();
  let repeats = false;
  const enter = (child: object): void => {
    const known = sizes.get(child);
    if (known === undefined) open.push({ value: child, keys: Object.keys(child), next: 0, size: 1 });
    else {
      repeats = true;
      const top = open.at(-1);
      if (top !== undefined) top.size += known;
    }
  };
  if (typeof value !== "object" || value === null) return faultOf(value, () => [], false);
  enter(value);
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    if (top.next === 0 && Array.isArray(top.value) && top.keys.length < top.value.length)
      return { code: "not-json", path: path(), what: "a sparse array" };
    const key = top.keys[top.next++];
    if (key === undefined) {
      sizes.set(top.value, top.size);
      open.pop();
      const outer = open.at(-1);
      if (outer !== undefined) outer.size += top.size;
      if (repeats && top.size > mostRepeated)
        return { code: "not-json", path: path(), what: "the same objects in too many places" };
      continue;
    }
    if (forbidden.has(key)) return { code: "forbidden-key", path: path() };
    if (open.length > maximumDepth + 1) return { code: "too-deep", path: path().slice(0, 3) };
    const child = (top.value as Record<string, unknown>)[key];
    if (typeof child === "object" && child !== null) enter(child);
    else {
      top.size++;
      const fault = faultOf(child, path, !Array.isArray(top.value));
      if (fault !== null) return fault;
    }
  }
  return null;
}

/** Finds a JavaScript value that JSON does not have. Consumers handle non-finite numbers themselves. */
function faultOf(value: unknown, path: () => readonly string[], mayBeAbsent: boolean): TreeError | null {
  if (value === undefined && mayBeAbsent) return null;
  const isFault = ["undefined", "bigint", "symbol", "function"].includes(typeof value);
  return isFault
    ? { code: "not-json", path: path(), what: typeof value === "undefined" ? "undefined" : `a ${typeof value}` }
    : null;
}

let left = 0;

/** Fast path: whether {@link findTreeError} is certain to find nothing in a value, except for its keys. */
export function isPlainTree(value: unknown): boolean {
  left = 100_000;
  try {
    return isTree(value, maximumDepth + 1);
  } catch {
    return false;
  }
}

function isTree(value: unknown, levels: number): boolean {
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
      return true;
    case "object":
      break;
    default:
      return false;
  }
  if (value === null) return true;
  if (levels === 0) return false;
  if (Array.isArray(value)) {
    left -= value.length;
    if (left < 0) return false;
    for (let index = 0; index < value.length; index++) if (!isTree(value[index], levels - 1)) return false;
    return true;
  }
  const object = value as { readonly [key: string]: unknown };
  for (const key in object) {
    const child = object[key];
    const type = typeof child;
    if (type === "string" || type === "number" || type === "boolean") continue;
    if (--left < 0) return false;
    if (type === "undefined") continue;
    if (!isTree(child, levels - 1)) return false;
  }
  return true;
}

/** Describes a tree error, with a hint. */
export function describeTreeError({ code, path, what }: TreeError): {
  readonly message: string;
  readonly hint: string;
} {
  if (code === "forbidden-key")
    return {
      message: `\`${path.join(".")}\` is not allowed as a key`,
      hint: "remove it: it could cause prototype pollution",
    };
  if (code === "too-deep")
    return {
      message: `\`${path[0] ?? ""}\` is nested deeper than ${maximumDepth} levels, or contains itself`,
      hint: "pass an object that is nested less deeply",
    };
  const place = path.length === 0 ? "this" : `\`${path.join(".")}\``;
  return {
    message: `${place} is ${what}, which JSON cannot represent`,
    hint: "pass a value as `JSON.parse` returns it",
  };
}
