import { expect, test } from "vitest";
import { loadProgram, type Loaded } from "../../workspace/load-program.js";
import { casesByTarget } from "./case-targets.js";

const rule = (id: string, versions?: string) => ({
  id,
  ...(versions !== undefined && { versions }),
  then: [{ log: "info", code: id, message: id }],
});
const entry = (name: string, target?: string) => ({
  name,
  ...(target !== undefined && { target }),
  document: {},
  expect: {},
});

async function find(pack: object, entries: readonly object[], onlyNamed = false) {
  const files = {
    "acme.set.json": { set: "acme", target: "vllm@0.19.0", stages: [{ pack: "acme/a" }] },
    "acme/a.pack.json": { pack: "acme/a", hook: "vllm_config", ...pack },
    "acme/a.cases.json": { pack: "acme/a", cases: entries },
  };
  const loaded: string[] = [];
  const load = async (target?: string): Promise<Loaded> => {
    if (target !== undefined) loaded.push(target);
    return loadProgram({ set: "acme", target, files });
  };
  const { program, diagnostics } = await load();
  if (program === null) throw new Error(JSON.stringify(diagnostics));
  const found = await casesByTarget("acme/a", program, program.linked.read, { onlyNamed, load });
  return {
    loaded,
    found: found.map(({ target, linked, cases }) => [
      target,
      linked.packs
        .get("acme/a")!
        .rules.map(({ rule: { id } }) => id)
        .join(),
      cases.map(({ name }) => name).join(),
    ]),
  };
}

test("cases come by the target that they name, that of the set first", async () => {
  const { found, loaded } = await find({ rules: [rule("a")] }, [
    entry("one", "vllm@0.20.0"),
    entry("two"),
    entry("three", "vllm@0.20.0"),
  ]);
  expect(found).toEqual([
    ["vllm@0.19.0", "a", "two"],
    ["vllm@0.20.0", "a", "one,three"],
  ]);
  expect(loaded).toEqual(["vllm@0.20.0"]);
});

test("releases at which a rule comes or goes are there with no cases, and with the rules of that release", async () => {
  const { found } = await find({ rules: [rule("a"), rule("b", ">=0.23.0"), rule("c", "<0.18.0")] }, [entry("one")]);
  expect(new Map(found.map(([target, rules]) => [target, rules]))).toEqual(
    new Map([
      ["vllm@0.19.0", "a"],
      ["vllm@0.17.1", "a,c"],
      ["vllm@0.18.0", "a"],
      ["vllm@0.22.1", "a"],
      ["vllm@0.23.0", "a,b"],
      ["vllm@0.17.0", "a,c"],
    ]),
  );
});

test("releases at which no rule of the pack runs are left out", async () => {
  const { found } = await find({ rules: [rule("a", ">=0.33.0")] }, [entry("one", "vllm@0.33.0")]);
  expect(found).toEqual([["vllm@0.33.0", "a", "one"]]);
});

test("where the user chose the target, no release is added", async () => {
  const { found, loaded } = await find({ rules: [rule("a"), rule("b", ">=0.23.0")] }, [entry("one")], true);
  expect(found).toEqual([["vllm@0.19.0", "a", "one"]]);
  expect(loaded).toEqual([]);
});
