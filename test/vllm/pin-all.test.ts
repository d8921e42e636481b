import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { JsonObject } from "../../engine/common/json.js";
import { buildDocument } from "../../engine/vllm/config/build-document.js";
import { loadServeFacts } from "../../engine/vllm/facts.js";
import { loadProgram } from "../../engine/workspace/load-program.js";
import { pinsOf } from "../../engine/explain/pins.js";

const families = JSON.parse(readFileSync(new URL("fixtures/families.json", import.meta.url), "utf8")) as Record<
  string,
  { config: JsonObject }
>;

test.each(["0.17.0", "0.25.0", "0.33.0"])(
  "all that is not a default of vLLM %s can be given as flags, for every family",
  async (release) => {
    const { program } = await loadProgram({ target: `vllm@${release}` });
    const facts = loadServeFacts(release);
    const failed: string[] = [];
    for (const [family, { config }] of Object.entries(families)) {
      const build = (args: readonly string[]) =>
        buildDocument({ hfConfig: config, model: `org/${family}`, args, facts });
      const built = build([]);
      const result = program!.run(built.document, {});
      if (result.document === null) continue;
      const resolveWith = (words: readonly string[]) => {
        const { document, diagnostics } = build(words);
        return diagnostics.some(({ severity }) => severity === "error") ? null : program!.run(document, {});
      };
      const { pins, notes } = pinsOf({
        before: built.document,
        result,
        trace: [],
        rules: program!.linked,
        pack: null,
        built: { ...built },
        wholeDocument: false,
        pinAll: true,
        resolveWith,
      });
      expect(pins.length).toBeGreaterThan(3);
      failed.push(...notes);
    }
    expect([...new Set(failed)]).toEqual(["`cache_config.sliding_window` cannot be pinned: no flag sets it"]);
  },
);
