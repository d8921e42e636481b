import { vllm } from "../../engine/vllm/adapter/vllm.js";
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { behaviorDiffers, differencesOf } from "../../engine/solver/encode/behavior.js";
import { compareResults } from "../../engine/solver/compare-results.js";
import { encodeProgram } from "../../engine/solver/encode/encode-program.js";
import { termsFor } from "../../engine/solver/terms-for.js";
import { openProver, type Prover } from "../../engine/solver/prover.js";
import type { JsonObject } from "../../engine/common/json.js";
import type { Pack } from "../../engine/index.js";
import type { LinkedPacks } from "../../engine/packs/linked.js";
import { reachablePacks } from "../../engine/packs/reachable-packs.js";
import { link } from "./agree.js";

const folder = new URL("../../rules/vllm/", import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), "utf8"));
const shipped = readdirSync(folder)
  .filter((name) => name.endsWith(".pack.json"))
  .map((name) => read(name) as Pack);

/** Packs of each kind, from one rule to eleven. Proofs of all packs take minutes. */
const proven = ["gemma4", "hybrid-attention-mamba", "llama-nemotron-vl", "mamba", "nemotron-h", "qwen3-5"].map(
  (family) => `vllm/${family}`,
);

let prover: Prover;
beforeAll(async () => {
  prover = await openProver({ millisecondsPerQuestion: 60_000 });
});
afterAll(() => prover.close());

async function linkWith(changed: Pack): Promise<LinkedPacks> {
  return link(
    shipped.map((pack) => (pack.pack === changed.pack ? changed : pack)),
    [{ pack: changed.pack }],
  );
}

const compare = (old: LinkedPacks, now: LinkedPacks, pack: string) => {
  const [before, after] = [reachablePacks(old, [pack]), reachablePacks(now, [pack])];
  const terms = termsFor(before, after);
  const runs = [encodeProgram(terms, before, { pack }), encodeProgram(terms, after, { pack })] as const;
  return { terms, runs, scope: { before: runs[0], after: runs[1] } };
};

type Place = { readonly name: string; readonly change: (pack: any) => void };

const flipped: Record<string, string> = {
  equal: "notEqual",
  notEqual: "equal",
  in: "notIn",
  greaterThan: "greaterThanInclusive",
  greaterThanInclusive: "greaterThan",
  isSet: "isPresent",
  isPresent: "isSet",
};

/** Every comparison with another operator or a moved bound, every condition without a part, neighbours swapped. */
function faultsOf(pack: Pack): Place[] {
  const faults: Place[] = [];
  const at = (root: any, path: readonly (string | number)[]) => path.reduce((value, key) => value[key], root);
  const visit = (value: any, path: readonly (string | number)[]): void => {
    if (typeof value !== "object" || value === null) return;
    const name = path.join("/");
    if (typeof value.operator === "string" && flipped[value.operator] !== undefined) {
      faults.push({
        name: `${name}: ${value.operator} is ${flipped[value.operator]}`,
        change: (copy) => (at(copy, path).operator = flipped[value.operator]),
      });
    }
    if (typeof value.value === "boolean")
      faults.push({ name: `${name}: not ${value.value}`, change: (copy) => (at(copy, path).value = !value.value) });
    if (typeof value.value === "number")
      faults.push({ name: `${name}: ${value.value} + 1`, change: (copy) => (at(copy, path).value = value.value + 1) });
    for (const list of ["all", "any"] as const) {
      if (!Array.isArray(value[list])) continue;
      value[list].forEach((_: unknown, index: number) =>
        faults.push({
          name: `${name}/${list}: without ${index}`,
          change: (copy) => at(copy, path)[list].splice(index, 1),
        }),
      );
    }
    for (const [key, inner] of Object.entries(value)) visit(inner, [...path, Array.isArray(value) ? Number(key) : key]);
  };
  visit(pack.rules, ["rules"]);
  pack.rules.slice(1).forEach((_, index) =>
    faults.push({
      name: `rules ${index} and ${index + 1} swapped`,
      change: ({ rules }) => ([rules[index], rules[index + 1]] = [rules[index + 1], rules[index]]),
    }),
  );
  return faults;
}

describe.each(shipped.filter(({ pack }) => proven.includes(pack)).map((pack) => [pack.pack, pack] as const))(
  "%s",
  (name, pack) => {
    test("does not differ from itself", async () => {
      const { terms, scope } = compare(await linkWith(pack), await linkWith(structuredClone(pack)), name);
      const asked = prover.asked;
      expect(await prover.ask(terms, behaviorDiffers(terms, scope))).toEqual({ kind: "never" });
      expect(prover.asked).toBe(asked);
    });

    test("a fault that a case shows is found", async () => {
      const { cases } = read(`${name.split("/")[1]}.cases.json`) as {
        cases: { target?: string; document: JsonObject }[];
      };
      const documents = cases
        .filter(({ target }) => target === undefined)
        .map(({ document }) => forPack(pack, document));
      const before = await linkWith(pack);
      let shown = 0;
      for (const fault of faultsOf(pack)) {
        const changed = structuredClone(pack);
        fault.change(changed);
        const { terms, runs, scope } = compare(before, await linkWith(changed), name);
        const differences = (document: JsonObject) =>
          compareResults(runs[0].evaluate(document), runs[1].evaluate(document), vllm.alias);
        if (!documents.some((document) => differences(document).length > 0)) continue;
        shown++;
        const answer = await prover.askAny(terms, ...runs.map(({ given }) => given), behaviorDiffers(terms, scope));
        expect([fault.name, answer.kind]).toEqual([fault.name, "document"]);
        if (answer.kind === "document") expect(differences(answer.document)).not.toEqual([]);
      }
      expect(shown).toBeGreaterThan(0);
    });
  },
);

test("a bound that moved by one is shown by the smallest document", async () => {
  const gemma4 = shipped.find(({ pack }) => pack === "vllm/gemma4")!;
  const text = JSON.stringify(gemma4).replace(
    '"head_dim","operator":"greaterThan","value":256',
    '"head_dim","operator":"greaterThan","value":257',
  );
  const { terms, runs, scope } = compare(await linkWith(gemma4), await linkWith(JSON.parse(text) as Pack), gemma4.pack);
  const isBackend = ({ aspect }: { aspect: { name: string } }) => aspect.name === "attention_config.backend";
  const answer = await prover.ask(
    terms,
    ...runs.map(({ given }) => given),
    differencesOf(terms, scope).find(isBackend)!.differs,
  );
  const { document } = answer as Extract<typeof answer, { kind: "document" }>;
  expect(runs.map((run) => run.evaluate(document))).toMatchObject([
    { document: { attention_config: { backend: "TRITON_ATTN" } } },
    { document: { attention_config: {} } },
  ]);
  expect(document).toEqual({
    model_config: { architecture: "Gemma4ForCausalLM", hf_text_config: { head_dim: 257, global_head_dim: 1 } },
    attention_config: {},
  });
});

/** A pack is compared over the documents of its own architectures. */
function forPack({ match }: Pack, document: JsonObject): JsonObject {
  const model = (document.model_config ?? {}) as JsonObject;
  const isMeant = match === undefined || match.architectures.includes(model.architecture as string);
  return isMeant
    ? document
    : { ...document, model_config: { ...model, architecture: match.architectures[0] as string } };
}
