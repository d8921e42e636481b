import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A folder for this process, which goes with it. */
export function scratchFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), "fettle-bench-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
