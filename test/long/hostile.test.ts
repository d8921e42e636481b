import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { load } from "../../engine/index.js";
import { loadProgram } from "../../engine/workspace/load-program.js";
import { broken, edits } from "../packs/break-text.js";
import { seed } from "../seed.js";
import { hostileDocuments, hostileJson, hostileValue, inputs, replaceAt } from "../engine/hostile-values.js";

const timeout = 7_200_000;

/** Numbers that look random, the same for the same seed. */
function numbers(state: number): (below: number) => number {
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Values at places where rules look, for which a generator that shrinks would take hours. */
test("a million documents with hostile values evaluate", { timeout }, async () => {
  const count = Number(process.env.FETTLE_RUNS ?? 1_000_000);
  const [fettle, pick] = [await load(), numbers(seed)];
  const values = fc.sample(hostileJson, { numRuns: 5000 });
  const foreign = fc.sample(hostileValue, { numRuns: 1000 });
  const kinds = new Map<string, number>();
  for (let index = 0; index < count; index++) {
    const document = structuredClone(inputs[pick(inputs.length)]!);
    const isJson = pick(20) > 0;
    for (let change = pick(3); change >= 0; change--) {
      const steps = [pick(1000), pick(1000), pick(1000), pick(1000)].slice(0, 1 + pick(4));
      replaceAt(
        document,
        steps,
        isJson ? structuredClone(values[pick(values.length)]) : foreign[pick(foreign.length)]!(),
      );
    }
    let kind: string;
    try {
      // Most documents would be refused for their types, and never come to a rule. What is no JSON must be checked.
      const { ok, error } = fettle.evaluate(document, { trace: index % 8 === 0, validate: !isJson || index % 4 === 0 });
      if (ok !== (error === null)) throw new Error("a result that says two things");
      if (index % 16 === 0) fettle.checkDocument(document);
      kind = error?.kind ?? "ok";
    } catch (fault) {
      throw new Error(`document ${index} of the seed ${seed}`, { cause: fault });
    }
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  console.log(`${count} documents: ${[...kinds].map(([kind, number]) => `${kind} ${number}`).join(", ")}`);
  expect(kinds.get("ok")).toBeGreaterThan(count / 10);
});

test("ten thousand broken packs are refused with findings, or run", { timeout }, async () => {
  const folder = path.resolve(import.meta.dirname, "../../rules");
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".pack.json"),
  );
  const texts = new Map(names.map((name) => [name, readFileSync(path.join(folder, name), "utf8")]));
  const set = JSON.stringify({
    set: "vllm",
    target: "vllm@0.19.0",
    stages: [{ dispatch: "model_config" }, { dispatch: "vllm_config" }],
  });
  const documents = fc.sample(hostileDocuments, { numRuns: 200 });
  const made = fc.sample(fc.tuple(fc.constantFrom(...names), edits), {
    numRuns: Number(process.env.FETTLE_RUNS ?? 10_000),
  });
  let ran = 0;
  for (const [index, [name, changes]] of made.entries()) {
    const text = broken(texts.get(name)!, changes);
    try {
      const { program, diagnostics } = await loadProgram({
        set: "vllm",
        files: { "vllm.set.json": set, [name]: text },
        thorough: true,
      });
      for (const { hint, file, line } of diagnostics)
        expect([file, line, hint]).toEqual([expect.any(String), expect.any(Number), expect.stringMatching(/\S/)]);
      if (program === null) expect(diagnostics.some(({ severity }) => severity === "error")).toBe(true);
      else {
        ran++;
        const pack = [...program.linked.packs.keys()][0]!;
        for (let turn = 0; turn < 5; turn++)
          program.run(documents[(index + turn * 37) % documents.length]!() as never, { pack, trace: true });
      }
    } catch (fault) {
      throw new Error(`pack ${index} of the seed ${seed}:\n${text}`, { cause: fault });
    }
  }
  console.log(`${made.length} packs: ${ran} run, ${made.length - ran} are refused`);
  expect(ran).toBeGreaterThan(made.length / 20);
});
