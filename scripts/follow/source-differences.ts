import { execFileSync } from "node:child_process";
import type { Json } from "../../engine/common/json.js";

/** Changes in vLLM's source between two releases, as `differences.py` prints them. */
export interface SourceDifferences {
  readonly functions: readonly Placed[];
  readonly handlers: readonly Placed[];
  readonly architectures: readonly {
    readonly name: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
  readonly fields: readonly Changed<{ readonly default?: Json; readonly types?: Json }>[];
  readonly flags: readonly Changed<{ readonly field: string | null; readonly kind: string; readonly values: Json }>[];
  readonly variables: readonly Changed<{ readonly default?: Json }>[];
}

/** A definition with its location in the new release. */
export interface Placed {
  readonly name: string;
  readonly file: string;
  readonly line: number | null;
  readonly what: "new" | "changed" | "gone";
}

/** An entry before and after; a side is omitted if it has none. */
export interface Changed<Entry> {
  readonly name: string;
  readonly before?: Entry;
  readonly after?: Entry;
  readonly file?: string;
  readonly line?: number;
}

export function runPython(script: string, ...words: readonly string[]): string {
  const file = new URL(`../${script}`, import.meta.url).pathname;
  return execFileSync("python3", [file, ...words], { encoding: "utf8", maxBuffer: 1 << 28 });
}

/** @throws Error if a release's source is not on disk. */
export function sourceDifferences(from: string, to: string): SourceDifferences {
  return JSON.parse(runPython("follow/differences.py", from, to)) as SourceDifferences;
}
