import path from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../engine/common/json.js";
import { loadDebuggee } from "../../engine/cli/debug/launch.js";
import { Debugger, type Movement } from "../../engine/debug/debugger.js";
import type { Launch } from "../../engine/debug/session.js";
import { record } from "../../engine/debug/record.js";
import { loadProgram, type Program } from "../../engine/workspace/load-program.js";
import { folderWith } from "../cli/fettle.js";
import { DebugClient } from "./debug-client.js";

const seqs = "scheduler_config.max_num_seqs";
const pack = {
  ...{ pack: "acme/memory", hook: "vllm_config", facts: { length: "model_config.max_model_len" } },
  conditions: { large: { fact: "length", operator: "greaterThan", value: 65536 } },
  rules: [
    {
      id: "never",
      why: "No.",
      when: { fact: "length", operator: "lessThan", value: 1 },
      then: [{ set: seqs, value: 1 }],
    },
    {
      ...{ id: "few", why: "Memory." },
      when: { all: [{ condition: "large" }, { fact: seqs, operator: "greaterThan", value: 64 }] },
      then: [
        { set: seqs, value: 64 },
        { log: "warning", code: "few", message: "64 at once" },
        { include: "acme/part" },
      ],
    },
    { id: "last", why: "Last.", then: [{ set: "cache_config.block_size", value: 32 }] },
  ],
};
const part = {
  ...{ pack: "acme/part", hook: "vllm_config", match: { architectures: ["NoneForCausalLM"] } },
  rules: [
    { id: "inner", why: "Inner.", then: [{ set: "cache_config.block_size", value: 16 }] },
    {
      ...{ id: "too-long", why: "Long.", when: { fact: "model_config.max_model_len", operator: "equal", value: 7e6 } },
      then: [{ fail: "too-long", kind: "value", message: "too long" }],
    },
  ],
};
const document = { model_config: { max_model_len: 131072 }, scheduler_config: { max_num_seqs: 256 }, cache_config: {} };
const long = { ...document, model_config: { max_model_len: 7e6 } };
const text = JSON.stringify(pack, null, 2);
const folder = folderWith({
  "rules/acme/memory.pack.json": text,
  "rules/acme/part.pack.json": JSON.stringify(part, null, 2),
  "document.json": JSON.stringify(document),
});
const file = path.join(folder, "rules/acme/memory.pack.json");
const rules = [path.join(folder, "rules")];
const launch = { source: path.join(folder, "document.json"), rules, stopOnEntry: false };
const lineOf = (part: string): number => text.slice(0, text.indexOf(part)).split("\n").length;

const loadIt: Launch = (asked, note) => loadDebuggee(asked, {}, note);
const own = await loadIt(launch as object, () => {});
const launchOwn = (configuration: object = {}, prepare?: (client: DebugClient) => Promise<unknown>) =>
  DebugClient.launch(async () => own, configuration, prepare);

const breakAt =
  (...lines: readonly object[]) =>
  (client: DebugClient) =>
    client.ask<DebugProtocol.SetBreakpointsResponse["body"]>("setBreakpoints", {
      source: { path: file },
      breakpoints: lines,
    });

describe("over the protocol", () => {
  test("a breakpoint at a rule stops there, and steps go in, over, out and back", async () => {
    const client = await launchOwn({}, breakAt({ line: lineOf('"few"') }));
    const [rule, inPack] = await client.frames();
    expect(rule).toMatchObject({ name: "rule few", line: lineOf('"few"') - 1, source: { path: file } });
    expect(inPack).toMatchObject({ name: "pack acme/memory", source: { path: file } });
    expect(await client.move("stepIn")).toEqual([
      "length > 65536",
      "rule few",
      "pack acme/memory",
      "stage acme/memory",
    ]);
    expect((await client.frames())[0]?.line).toBe(lineOf('"large"'));
    expect((await client.scope("Condition"))["length > 65536"]?.value).toBe("holds, is 131072");
    expect((await client.move("next"))[0]).toBe(`${seqs} > 64`);
    expect((await client.move("next"))[0]).toBe(`set ${seqs} = 64`);
    expect(await client.evaluate(seqs)).toBe("256");
    expect((await client.move("next"))[0]).toBe("log warning acme/memory/few");
    expect(await client.evaluate(seqs)).toBe("64");
    expect((await client.scope("Changed"))[seqs]?.value).toBe("64 (was 256)");
    expect((await client.scope("Ledger"))[`1 ${seqs}`]?.value).toBe("256 → 64");
    expect(await client.scope("Logs")).toEqual({});
    expect((await client.move("next"))[0]).toBe("include acme/part");
    expect((await client.scope("Logs"))["1 warning acme/memory/few"]?.value).toBe("64 at once");
    expect(client.output).toEqual(["warning: 64 at once  acme/memory/few\n"]);
    expect((await client.move("stepIn")).slice(0, 4)).toEqual([
      ...["rule inner", "pack acme/part", "include acme/part", "rule few"],
    ]);
    expect((await client.move("stepOut"))[0]).toBe("rule last");
    expect(await client.evaluate("cache_config.block_size")).toBe("16");
    expect((await client.move("stepBack"))[0]).toBe("rule few");
    expect(await client.evaluate(`$exists(cache_config.block_size) or ${seqs} = 64`)).toBe("false");
    expect((await client.move("continue"))[0]).toBe("the evaluation has ended");
    expect(await client.evaluate("cache_config.block_size")).toBe("32");
    expect((await client.move("reverseContinue"))[0]).toBe("rule few");
    expect((await client.move("stepBack", { granularity: "instruction" }))[0]).toBe("length < 1");
    expect((await client.move("reverseContinue"))[0]).toContain("stage");
    expect(client.output).toHaveLength(1);
  });

  test("values open to what is inside, and facts and questions are those of the pack", async () => {
    const client = await DebugClient.launch(async () => ({ ...own, pack: "acme/memory" }), { stopOnEntry: true });
    const { model_config: model } = await client.scope("Document");
    expect(model?.evaluateName).toBe("model_config");
    const inside = await client.inside(model?.variablesReference ?? 0);
    expect(inside["max_model_len"]).toMatchObject({ value: "131072", evaluateName: "model_config.max_model_len" });
    expect((await client.scope("Facts"))["length"]).toMatchObject({ value: "131072", evaluateName: "$length" });
    expect(await client.evaluate("$length / 2")).toBe("65536");
    expect(await client.evaluate('{ "condition": "large" }')).toBe("holds");
    await expect(client.evaluate("model_config.max_model_lne")).rejects.toThrow("did you mean `max_model_len`?");
    await expect(client.evaluate("$sum('a')")).rejects.toThrow("argument 1 of `$sum`");
  });

  test("breakpoints have conditions, name rules, and watch fields", async () => {
    const only = (condition: string) => breakAt({ line: lineOf('"last"'), condition });
    const stopped = await launchOwn({}, only("cache_config.block_size = 16"));
    expect((await stopped.frames())[0]?.name).toBe("rule last");
    const passed = await launchOwn({}, only("cache_config.block_size = 99"));
    expect((await passed.frames())[0]?.name).toBe("the evaluation has ended");
    await passed.ask("continue", { threadId: 1 });
    await passed.event("terminated");
    const named = await launchOwn({}, (client) =>
      client.ask("setFunctionBreakpoints", { breakpoints: [{ name: "acme/part/inner" }, { name: "acme/part/iner" }] }),
    );
    expect((await named.frames())[0]?.name).toBe("rule inner");
    const watched = await launchOwn({}, async (client) => {
      const info = await client.ask<{ dataId: string }>("dataBreakpointInfo", { name: seqs });
      await client.ask("setDataBreakpoints", { breakpoints: [{ dataId: info.dataId, accessType: "write" }] });
    });
    expect((await watched.frames())[0]?.name).toBe("log warning acme/memory/few");
  });

  test("a line without a rule, and a broken condition, are told", async () => {
    let answer: DebugProtocol.Breakpoint[] = [];
    await launchOwn({}, async (client) => {
      const lines = [{ line: 1 }, { line: lineOf('"value": 32') }, { line: lineOf('"few"'), condition: "1 +" }];
      answer = (await breakAt(...lines)(client)).breakpoints;
    });
    expect(answer.map(({ verified, line }) => [verified, line])).toEqual([
      [false, undefined],
      [true, lineOf('"value": 32') - 2],
      [false, lineOf('"few"') - 1],
    ]);
    expect(answer[2]?.message).toContain("unexpected end of the expression");
  });

  test("a rule that fails stops the run, and a launch that cannot be is refused", async () => {
    const client = await DebugClient.launch(async () => ({ ...own, document: long }), {});
    expect((await client.frames())[0]?.name).toBe("fail acme/part/too-long");
    expect(await client.ask("exceptionInfo", { threadId: 1 })).toMatchObject({ description: "too long" });
    const refused = (configuration: object) => new DebugClient(loadIt).ask("launch", configuration);
    await expect(refused({ source: path.join(folder, "nothing.json") })).rejects.toThrow("nothing.json");
    await expect(refused({ source: 5 })).rejects.toThrow("invalid `source` in the launch configuration");
    const model = path.resolve(import.meta.dirname, "../vllm/fixtures/gemma4.config.json");
    const flags = ["--max-model-len", "4096"];
    const built = await DebugClient.launch(loadIt, { source: model, flags, device: "A100", stopOnEntry: true });
    expect(await built.evaluate("model_config.max_model_len")).toBe("4096");
  });
});

describe("a recording", async () => {
  const { program } = await loadProgram({ deployments: true });
  const { linked, run } = program as Program;
  const documents = linked.read.cases.flatMap(({ content }) =>
    content.cases.map((entry) => ({ pack: content.pack, document: entry.document as JsonObject })),
  );

  test("is what the engine does, for the document of every case", () => {
    expect(documents.length).toBeGreaterThan(500);
    for (const { pack: name, document: given } of documents.filter((_, index) => index % 32 === 0)) {
      for (const alone of [name, null]) {
        const { result, moments } = record(linked, given, alone);
        const { ok, document: after, changes, logs, error } = run(given, { pack: alone ?? undefined });
        expect(result).toEqual({ ok, document: after, changes, logs, error });
        const counts = moments.map((moment) => moment.changes);
        expect(counts).toEqual(counts.toSorted((left, right) => left - right));
        if (ok) expect(moments.at(-1)?.document).toEqual(after);
        expect(moments[0]?.document).toBe(given);
      }
    }
  });

  test("shows each moment the same, whichever way one comes to it", () => {
    const movements: Movement[] = ["continue", "reverse", "over", "in", "out", "back", "previous"];
    const seen = new Map<unknown, string>();
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...movements), { minLength: 20, maxLength: 40 }), (way) => {
        const found = new Debugger(own);
        found.begin();
        for (const movement of way) {
          const { moment } = found.move(movement);
          const shown = JSON.stringify([found.frames, found.evaluate("model_config", 0).value]);
          expect(seen.get(moment) ?? shown).toBe(shown);
          seen.set(moment, shown);
        }
      }),
      { numRuns: 200 },
    );
    expect(seen.size).toBeGreaterThan(9);
  });
});
