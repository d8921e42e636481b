import { createHash } from "node:crypto";
import path from "node:path";
import { version } from "../common/version.js";
import { cacheFolder } from "../workspace/cache-folder.js";
import { readKept, writeKept } from "../workspace/kept-values.js";
import type { ShownProof } from "./proved.js";

const ofTasks = { name: "proofs", mostFiles: 16, mostBytes: 2 ** 22 };

/** What was decided about the subject of one task, by question. */
export interface KeptProofs {
  find(question: Asked): ShownProof | undefined;
  add(question: Asked, proof: ShownProof): void;
}

/** A question, as its proof names it while it is open. */
export type Asked = Pick<ShownProof, "what" | "text">;

export const nothingKept: KeptProofs = { find: () => undefined, add: () => undefined };

interface Kept {
  /** All proofs of the task, in order; null if one was not decided. */
  readonly all: readonly ShownProof[] | null;
  readonly single: readonly (readonly [question: string, proof: ShownProof])[];
}

/**
 * The key of a task, from all that decides its proofs: `content`, the code that proves, and the solver. Null if nothing
 * is to be kept: without a cache folder, from source, whose files may change, or with a solver that cannot be told
 * apart.
 */
export function keyOfTask(content: () => unknown, code: string, solver: string | null): string | null {
  if (cacheFolder() === null || solver === null || code.endsWith(".ts")) return null;
  return createHash("sha256")
    .update(JSON.stringify([version(), path.basename(code), solver, content()]))
    .digest("hex");
}

/** All proofs of a task; null if they are not known. */
export function keptProofsOf(key: string | null): readonly ShownProof[] | null {
  return key === null ? null : (readKept<Kept>(ofTasks, key)?.all ?? null);
}

/**
 * Does a task with what is kept of it, and keeps what it decides. Proofs with a finding are not kept: it has a place in
 * a text, which may move. README.md of the solver says what is trusted.
 */
export async function keepProofs(
  key: string | null,
  prove: (kept: KeptProofs) => Promise<readonly ShownProof[]>,
): Promise<readonly ShownProof[]> {
  if (key === null) return prove(nothingKept);
  const before = readKept<Kept>(ofTasks, key);
  if (before?.all != null) return before.all;
  const single = new Map(before?.single);
  const nameOf = ({ what, text }: Asked) => `${what}: ${text}`;
  const proofs = await prove({
    find: (question) => single.get(nameOf(question)),
    add: (question, proof) => void (canKeep(proof) && single.set(nameOf(question), proof)),
  });
  const kept: Kept = { all: proofs.every(canKeep) ? proofs : null, single: [...single] };
  writeKept(ofTasks, key, kept);
  return proofs;
}

const canKeep = ({ outcome, finding }: ShownProof): boolean => outcome !== "unknown" && finding === null;
