import { maximumDepth } from "../base/faultless-json.js";
import { forbiddenKeys } from "../base/path.js";

/** What no JSON value of a document may have, and where. */
export interface TreeFault {
  readonly code: "forbidden-key" | "too-deep";
  readonly path: readonly string[];
}

interface Open {
  readonly value: object;
  readonly keys: readonly string[];
  next: number;
}

/** The first key that could become a prototype, or the first place that is too deep or goes in a circle; null where all is well. */
export function findTreeFault(value: unknown): TreeFault | null {
  const open: Open[] = [];
  const done = new Set<object>();
  const enter = (child: unknown): void => {
    if (typeof child === "object" && child !== null && !done.has(child)) open.push({ value: child, keys: Object.keys(child), next: 0 });
  };
  enter(value);
  while (open.length > 0) {
    const top = open.at(-1)!;
    const key = top.keys[top.next++];
    if (key === undefined) {
      done.add(top.value);
      open.pop();
      continue;
    }
    const path = () => open.map((entry) => entry.keys[entry.next - 1]!);
    if (forbiddenKeys.has(key)) return { code: "forbidden-key", path: path() };
    if (open.length > maximumDepth) return { code: "too-deep", path: path().slice(0, 3) };
    enter((top.value as Record<string, unknown>)[key]);
  }
  return null;
}

/** The fault as a sentence and what to do about it. */
export function describeTreeFault({ code, path }: TreeFault): { readonly message: string; readonly hint: string } {
  return code === "forbidden-key"
    ? { message: `\`${path.join(".")}\` is not allowed as a key`, hint: "remove it: it can alter every object of a JavaScript program" }
    : { message: `\`${path[0] ?? ""}\` is nested deeper than ${maximumDepth} levels, or in a circle`, hint: "no configuration is nested like this" };
}
