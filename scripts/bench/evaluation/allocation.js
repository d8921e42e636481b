import { spawnSync } from "node:child_process";
import path from "node:path";

const worker = path.join(import.meta.dirname, "allocation-worker.js");

/** Bytes that one evaluation allocates, over documents of several sizes. */
export async function measureAllocation() {
  // New space so large that no collection falls between two readings of the heap.
  const flags = ["--expose-gc", "--min-semi-space-size=64", "--max-semi-space-size=64"];
  const { stdout, status, stderr } = spawnSync(process.execPath, [...flags, worker], { encoding: "utf8" });
  if (status !== 0) throw new Error(`measuring allocation failed: ${stderr}`);
  return JSON.parse(stdout);
}
