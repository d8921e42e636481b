import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { vi } from "vitest";

/**
 * Writes models' files into a new folder, whose `home` becomes the home of Hugging Face; `remove` undoes both.
 */
export function modelHome(files: Readonly<Record<string, unknown>>): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), "fettle-models-"));
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), JSON.stringify(content));
  }
  for (const name of ["HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"]) vi.stubEnv(name, undefined);
  vi.stubEnv("HF_HOME", path.join(folder, "home"));
  return {
    folder,
    remove() {
      vi.unstubAllEnvs();
      rmSync(folder, { recursive: true });
    },
  };
}
