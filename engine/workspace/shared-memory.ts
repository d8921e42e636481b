import { LinkMemory } from "../packs/link-memory.js";
import type { LoadOptions } from "./load-options.js";

let shared: LinkMemory | null = null;

/** Makes this process keep what linking finds in unchanged files. For servers: a command links its files only once. */
export function shareMemory(): void {
  shared ??= new LinkMemory();
}

/** The memory of this process; a new one if it has none, or if results depend on more than files. */
export function memoryFor({ operators, decorators, engines }: LoadOptions): LinkMemory {
  const isOwn = operators !== undefined || decorators !== undefined || engines !== undefined;
  return (isOwn ? null : shared) ?? new LinkMemory();
}
