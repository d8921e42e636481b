import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { certaintyOf } from "../explain/certainty.js";
import { resolveModel } from "./resolve-model.js";

const folder = mkdtempSync(path.join(tmpdir(), "fettle-installed-"));
const config = {
  architectures: ["MixtralForCausalLM"],
  model_type: "mixtral",
  num_local_experts: 8,
  vocab_size: 32000,
};
writeFileSync(path.join(folder, "config.json"), JSON.stringify({ ...config, max_position_embeddings: 4096 }));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const flags = ["-tp", "4", "--enable-expert-parallel", "--enable-eplb"];
const field = "parallel_config.eplb_config.communicator";
async function communicator(installed?: readonly string[]) {
  const { evaluated } = await resolveModel({ model: folder, flags, device: "H100", installed });
  const document = evaluated.result.document as { parallel_config: { eplb_config: { communicator: unknown } } } | null;
  return [document?.parallel_config.eplb_config.communicator, certaintyOf(evaluated)(field).kind];
}

it("what moves experts depends on packages, and is unknown without `--installed`", async () => {
  expect(await communicator()).toEqual(["torch_gloo", "unknown"]);
  expect(await communicator(["none"])).toEqual(["torch_gloo", "known"]);
  expect(await communicator(["nixl"])).toEqual(["nixl", "known"]);
});
