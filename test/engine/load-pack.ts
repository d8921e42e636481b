import { load } from "../../engine/index.js";

const pack = (rules: unknown[], extra: object = {}) => ({ pack: "acme/gpu", hook: "vllm_config", rules, ...extra });
const inMemory = (content: object) => ({
  "acme.set.json": { set: "acme", target: "vllm@0.19.0", stages: [{ pack: "acme/gpu" }] },
  "acme/gpu.pack.json": content,
});
/** Loads a set of one pack with these rules. */
export const loadPack = (rules: unknown[], extra: object = {}, options: object = {}) =>
  load({ set: "acme", files: inMemory(pack(rules, extra)), ...options });
