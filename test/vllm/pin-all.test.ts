import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { JsonObject } from "../../engine/common/json.js";
import { buildDocument } from "../../engine/vllm/config/build-document.js";
import { environmentOf, knownDevice } from "../../engine/serving/devices.js";
import { loadServeFacts } from "../../engine/vllm/facts.js";
import { loadProgram } from "../../engine/workspace/load-program.js";
import { serving } from "../../engine/vllm/serving.js";
import { pinsOf } from "../../engine/explain/pins.js";

const h100 = knownDevice("H100")!;
const device = { name: h100.driverName!, memoryGiB: h100.memoryGiB! };
const environment = Object.entries(environmentOf(h100)).map(([field, value]) => ({ field, value, text: "H100" }));

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
        buildDocument({ hfConfig: config, model: `org/${family}`, args, facts, device, environment });
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
        serving: serving.release(release),
        fields: "none",
        pinAll: true,
        resolveWith,
      });
      expect(pins.length).toBeGreaterThan(3);
      failed.push(...notes);
    }
    const moves = (flag: string) => `with \`--${flag}\` set, the server's configuration is not the same`;
    const open = "the attention backend chooses the block size when the server starts";
    expect([...new Set(failed)].sort()).toEqual([
      // vLLM 0.17 has none until the platform, which these rules leave out, chooses one.
      ...(release === "0.17.0" ? [] : [`\`cache_config.block_size\` cannot be pinned: ${open}`]),
      ...(release === "0.33.0"
        ? [`\`cache_config.mamba_block_size\`, \`cache_config.block_size\` cannot be pinned: ${open}`]
        : []),
      ...(release === "0.33.0"
        ? [
            "`cache_config.mamba_cache_mode` cannot be pinned: its flag has no effect: in vLLM 0.33.0 the mode follows `--enable-prefix-caching`",
          ]
        : []),
      // vLLM notes that the user chose it, and aligns pages otherwise.
      ...(release === "0.25.0"
        ? [`\`cache_config.mamba_block_size\` cannot be pinned: ${moves("mamba-block-size")}`]
        : []),
      "`cache_config.sliding_window` cannot be pinned: no flag sets it",
      // The flag opens the section of reasoning, too; the family's own choice does not.
      ...(release === "0.17.0"
        ? []
        : [`\`structured_outputs_config.reasoning_parser\` cannot be pinned: ${moves("reasoning-parser")}`]),
    ]);
  },
);
