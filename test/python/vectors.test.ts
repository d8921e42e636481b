import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { loadProgram } from "../../engine/workspace/load-program.js";
import { isLong } from "../long.js";
import { files, packs, vectorsOf } from "../vectors/read-vectors.js";
import { asJson, askPython, hasPython, writeModule } from "./python-module.js";

const folder = mkdtempSync(path.join(tmpdir(), "fettle-python-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(!hasPython)("the Python module of the shipped set (skipped without python3)", () => {
  test("gives the engine's results, and those of the original handlers, on the seed vectors", async () => {
    const { program } = await loadProgram({ set: "vllm", target: "vllm@0.19.0" });
    const module = path.join(folder, "rules.py");
    writeModule(program!.linked, module);
    const vectors = files.flatMap(vectorsOf).filter((_, index) => isLong || index % 12 === 0);
    const found = askPython(vectors.map(({ input, handler }) => ({ module, document: input, pack: packs[handler]! })));
    for (const [index, { id, handler, input, expect: expected }] of vectors.entries()) {
      const { document, logs, error } = found[index]!;
      const outcome = {
        document,
        logs: logs.map(({ level, params }) => ({ level, args: Object.values(params) })),
        error: error === null ? null : error.kind,
      };
      expect({ id, ...outcome }).toEqual({ id, ...expected, error: expected.error?.kind ?? null });
      expect({ id, ...found[index]! }).toEqual({
        id,
        ...asJson(program!.run(input as never, { pack: packs[handler]! })),
      });
    }
  });
});
