import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { certaintyOf } from "../explain/certainty.js";
import { pinsOf } from "../explain/pins.js";
import { modelHome } from "../../test/model-home.js";
import { resolveModel } from "./resolve-model.js";

const llama = { architectures: ["LlamaForCausalLM"], model_type: "llama", vocab_size: 32000, num_attention_heads: 8 };
const files: Readonly<Record<string, object>> = {
  "model/config.json": { ...llama, max_position_embeddings: 131072 },
  "short/config.json": { ...llama, max_position_embeddings: 4096 },
  "models/acme/draft/config.json": { ...llama, max_position_embeddings: 8192 },
  "home/hub/models--acme--cached/snapshots/abc/config.json": { ...llama, max_position_embeddings: 2048 },
};
let home: ReturnType<typeof modelHome>;
beforeAll(() => {
  home = modelHome(files);
});
afterAll(() => home.remove());

const at = (name: string) => path.join(home.folder, name);
async function evaluated(draft: string, options: object = {}) {
  const speculation = JSON.stringify({ model: draft, num_speculative_tokens: 3 });
  const flags = ["--speculative-config", speculation];
  return (await resolveModel({ model: at("model"), flags, device: "H100", ...options })).evaluated;
}
const lengthOf = ({ result }: Awaited<ReturnType<typeof evaluated>>): unknown =>
  (result.document as { model_config?: { max_model_len?: number } } | null)?.model_config?.max_model_len;

it("the draft model's own config.json limits the length", async () => {
  expect(lengthOf(await evaluated(at("short")))).toBe(4096);
  expect(lengthOf(await evaluated("acme/draft", { models: [at("models")] }))).toBe(8192);
  expect(lengthOf(await evaluated("acme/cached"))).toBe(2048);
  expect(lengthOf(await evaluated("/elsewhere/draft", { draft: at("short") }))).toBe(4096);
});

const decided = ["model_config.max_model_len", "speculative_config.method"];

it("values that an unknown draft model decides are unknown, and `--draft` settles them", async () => {
  const open = await evaluated("acme/nowhere");
  const of = certaintyOf(open);
  for (const field of decided) expect(of(field)).toEqual({ kind: "unknown", settledBy: ["--draft"] });
  expect(of("cache_config.enable_prefix_caching")).toEqual({ kind: "known" });
  const pinned = pinsOf({ ...open, pinAll: true }).pins.flatMap(({ paths }) => paths);
  expect(pinned).not.toContain("model_config.max_model_len");
  const settled = certaintyOf(await evaluated("acme/nowhere", { draft: at("short") }));
  for (const field of decided) expect(settled(field)).toEqual({ kind: "known" });
});

it("an unknown draft model does not refuse a deployment", async () => {
  const speculation = JSON.stringify({ model: "acme/nowhere" });
  const { starts } = await resolveModel({ model: at("model"), flags: ["--speculative-config", speculation] });
  expect(starts).toBe(true);
});

it("a draft model that vLLM cannot run is refused, by name", async () => {
  mkdirSync(at("odd"), { recursive: true });
  writeFileSync(at("odd/config.json"), JSON.stringify({ ...llama, architectures: ["NoSuchForCausalLM"] }));
  const flags = ["--speculative-config", JSON.stringify({ model: at("odd"), num_speculative_tokens: 3 })];
  const { starts, findings } = await resolveModel({ model: at("model"), flags });
  expect(starts).toBe(false);
  expect(findings.map(({ message }) => message)).toContain(
    `draft model \`${at("odd")}\`: vLLM 0.33.0 has no model class \`NoSuchForCausalLM\``,
  );
});
