import { expect, test } from "vitest";
import { must } from "../common/must.js";
import type { Pack } from "../generated/pack.js";
import { fieldsOf } from "../language/fields.js";
import { loadProgram } from "../workspace/load-program.js";
import { replacer } from "./replace-pack.js";

const rule = (id: string, versions: string) => ({
  id,
  versions,
  when: { fact: "cache_config.block_size", operator: "equal", value: 16 },
  then: [{ set: "cache_config.block_size", value: 32 }],
});
const pack = (...rules: readonly object[]) =>
  ({ pack: "acme/limits", hook: "vllm_config", rules, match: { architectures: ["A"] } }) as unknown as Pack;
const linkedAt = async (release: string) => {
  const files = {
    "acme/limits.pack.json": JSON.stringify(pack(rule("old", "<0.30"), rule("new", ">=0.30"))),
    "acme.set.json": JSON.stringify({ set: "acme", engine: "vllm", stages: [{ dispatch: "vllm_config" }] }),
  };
  const { program, diagnostics } = await loadProgram({ set: "acme", files, target: `vllm@${release}` });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return must(program, "the rules").linked;
};

test("a content is linked once, and has its own rules at each release", async () => {
  const [old, now] = await Promise.all([linkedAt("0.29.0"), linkedAt("0.33.0")]);
  const replace = must(
    replacer(old, fieldsOf(old.engine))(pack(rule("old", "<0.31"), rule("newest", ">=0.33"))),
    "what replaces the pack",
  );
  const idsIn = (linked: typeof old) => linked.packs.get("acme/limits")?.rules.map(({ id }) => id);
  expect(idsIn(replace(old))).toEqual(["acme/limits/old"]);
  expect(idsIn(replace(now))).toEqual(["acme/limits/newest"]);
  expect(idsIn(now)).toEqual(["acme/limits/new"]);
  expect(replace(now).target).toBe(now.target);
});

test("a content with an error replaces nothing", async () => {
  const linked = await linkedAt("0.33.0");
  const broken = { ...rule("new", ">=0.30"), when: { fact: "cache_config.block_size", operator: "nearly", value: 1 } };
  expect(replacer(linked, fieldsOf(linked.engine))(pack(broken))).toBeNull();
});
