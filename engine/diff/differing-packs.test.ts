import { expect, test } from "vitest";
import { loadProgram } from "../workspace/load-program.js";
import { differingPacks } from "./differing-packs.js";

const on = { fact: "cache_config.enable_prefix_caching", operator: "equal", value: true };
const rule = (id: string, more: object = {}) => ({
  id,
  when: on,
  then: [{ log: "info", code: id, message: id }],
  ...more,
});
const mode = (value: string) => [{ set: "cache_config.mamba_cache_mode", value }];

async function link(packs: Record<string, object>, target = "vllm@0.19.0", stages: object[] = [{ pack: "acme/a" }]) {
  const files = Object.entries(packs).map(([name, pack]) => [
    `${name}.pack.json`,
    { pack: name, hook: "vllm_config", ...pack },
  ]);
  const set = { set: "acme", target: "vllm@0.19.0", stages };
  const { program, diagnostics } = await loadProgram({
    set: "acme",
    target,
    files: { "acme.set.json": set, ...Object.fromEntries(files) },
  });
  if (program === null) throw new Error(JSON.stringify(diagnostics));
  return program.linked;
}
const one = async (...rules: object[]) => link({ "acme/a": { rules } });
const summary = (found: ReturnType<typeof differingPacks>) =>
  found.map(({ pack, status, rules }) => [pack, status, rules.map(({ kind, rule: id }) => `${kind} ${id}`)]);

test("the same text differs in nothing", async () => {
  expect(differingPacks(await one(rule("a"), rule("b")), await one(rule("a"), rule("b")))).toEqual([]);
});

test("rules that were added, removed and changed, with their lines", async () => {
  const [pack] = differingPacks(
    await one(rule("a"), rule("gone"), rule("b")),
    await one(rule("a"), rule("b", { then: mode("all") }), rule("new")),
  );
  expect(pack!.rules).toMatchObject([
    { kind: "changed", rule: "b", isMoved: false, line: 20, lineBefore: 35 },
    { kind: "added", rule: "new", line: 34, lineBefore: null },
    { kind: "removed", rule: "gone", line: null, lineBefore: 20 },
  ]);
  expect(pack!.rules[0]!.parts.map(({ path }) => path)).toEqual([
    "then.0.log",
    "then.0.code",
    "then.0.message",
    "then.0.set",
    "then.0.value",
  ]);
});

test("of two rules that were swapped one has moved", async () => {
  const [pack] = differingPacks(await one(rule("a"), rule("b"), rule("c")), await one(rule("b"), rule("a"), rule("c")));
  expect(pack!.rules).toMatchObject([{ kind: "moved", isMoved: true }]);
});

test("a rule that only has another id is renamed, and keeps its place", async () => {
  const content = { then: mode("all") };
  const [pack] = differingPacks(await one(rule("a"), rule("old", content)), await one(rule("a"), rule("new", content)));
  expect(pack!.rules).toMatchObject([{ kind: "renamed", rule: "new", was: "old", isMoved: false, parts: [] }]);
});

test("a rule with an id that another had is matched by its id first", async () => {
  const [pack] = differingPacks(
    await one(rule("a", { then: mode("all") }), rule("b", { then: mode("align") })),
    await one(rule("a", { then: mode("align") })),
  );
  expect(summary([pack!])).toEqual([["acme/a", "changed", ["changed a", "removed b"]]]);
});

test("rules for other versions come and go with the target", async () => {
  const rules = [rule("early", { versions: "<0.20.0" }), rule("late", { versions: ">=0.20.0" }), rule("always")];
  const [pack] = differingPacks(
    await link({ "acme/a": { rules } }),
    await link({ "acme/a": { rules } }, "vllm@0.20.0"),
  );
  expect(summary([pack!])).toEqual([["acme/a", "changed", ["removed early", "added late"]]]);
});

test("a pack that includes a changed one is told, however far away it is", async () => {
  const packs = (value: string) => ({
    "acme/a": { rules: [{ id: "all", then: [{ include: "acme/b" }] }] },
    "acme/b": { rules: [{ id: "more", then: [{ include: "acme/c" }] }] },
    "acme/c": { rules: [rule("c", { then: mode(value) })] },
  });
  expect(
    differingPacks(await link(packs("all")), await link(packs("align"))).map(({ pack, status, includes }) => [
      pack,
      status,
      includes,
    ]),
  ).toEqual([
    ["acme/a", "runs-changed", ["acme/c"]],
    ["acme/b", "runs-changed", ["acme/c"]],
    ["acme/c", "changed", []],
  ]);
});

test("packs that were added or removed, and stages of the set", async () => {
  const a = { rules: [rule("a")] };
  const before = await link({ "acme/a": a, "acme/b": a });
  const after = await link({ "acme/a": a, "acme/c": a }, undefined, [{ pack: "acme/c" }, { pack: "acme/a" }]);
  expect(summary(differingPacks(before, after))).toEqual([
    ["acme", "changed", []],
    ["acme/b", "removed", ["removed a"]],
    ["acme/c", "added", ["added a"]],
  ]);
  expect(differingPacks(before, after)[0]!.parts).toEqual([{ path: "stages.0", after: { pack: "acme/c" }, line: 5 }]);
});
