import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { command } from "../../engine/cli/commands/mcp.js";
import { agentServer } from "../../engine/cli/mcp/server.js";
import type { Streams } from "../../engine/cli/output/streams.js";
import { run } from "../../engine/cli/run.js";

const client = new Client({ name: "test", version: "1" });
const folder = mkdtempSync(path.join(tmpdir(), "fettle-mcp-"));
const rules = path.join(folder, "rules");
const document = path.join(folder, "document.json");
const model = path.join(folder, "model/config.json");

beforeAll(async () => {
  const [here, there] = InMemoryTransport.createLinkedPair();
  await Promise.all([agentServer(run, { rules: [rules], target: "0.32" }).connect(there), client.connect(here)]);
  mkdirSync(path.join(rules, "acme"), { recursive: true });
  mkdirSync(path.dirname(model));
  const when = { fact: "model_config.max_model_len", operator: "greaterThan", value: 65536 };
  const then = [{ set: "scheduler_config.max_num_seqs", value: 64 }];
  const pack = { pack: "acme/memory", hook: "vllm_config", rules: [{ id: "few", why: "Memory.", when, then }] };
  const before = { model_config: { max_model_len: 100000 }, scheduler_config: { max_num_seqs: 256 } };
  const fires = { name: "long", document: before, expect: { changes: { "scheduler_config.max_num_seqs": 64 } } };
  writeFileSync(path.join(rules, "acme/memory.pack.json"), JSON.stringify(pack));
  writeFileSync(path.join(rules, "acme/memory.cases.json"), JSON.stringify({ pack: "acme/memory", cases: [fires] }));
  writeFileSync(document, JSON.stringify(before));
  const config = { architectures: ["LlamaForCausalLM"], model_type: "llama", max_position_embeddings: 131072 };
  const sizes = { hidden_size: 4096, num_attention_heads: 32, num_hidden_layers: 32, vocab_size: 32000 };
  writeFileSync(model, JSON.stringify({ ...config, ...sizes, torch_dtype: "bfloat16" }));
});
afterAll(async () => {
  await client.close();
  rmSync(folder, { recursive: true });
});

async function call(name: string, input: Record<string, unknown>) {
  const result = await client.callTool({ name, arguments: input });
  const texts = (result.content as { text: string }[]).map(({ text }) => text);
  return { isError: result.isError === true, texts };
}

test("the tools are there, and each says that it changes nothing", async () => {
  const { tools } = await client.listTools();
  const names = ["resolve", "why", "compare", "check", "test", "upgrade", "audit"];
  expect(tools.map(({ name }) => name)).toEqual(names);
  expect(command.description).toContain(`tools ${names.slice(0, -1).join(", ")} and ${names.at(-1)}.`);
  expect(tools.every(({ annotations }) => annotations?.readOnlyHint === true)).toBe(true);
});

test("resolve gives the configuration of a model with its flags", async () => {
  const flags = ["--max-num-seqs", "99", "--max-model-len", "4096"];
  const { isError, texts } = await call("resolve", { model, flags, target: "0.33.0" });
  expect([isError, texts.join()]).toEqual([false, expect.stringContaining('"max_num_seqs"')]);
  expect(JSON.parse(texts[0]!)).toMatchObject({ ok: true, document: { scheduler_config: { max_num_seqs: 99 } } });
});

test("why names the rule that changed a field", async () => {
  const { texts } = await call("why", { path: "scheduler_config.max_num_seqs", source: document });
  expect(JSON.parse(texts[0]!)).toMatchObject({ after: 64, moves: [{ rule: "acme/memory/few", why: "Memory." }] });
});

test("the server's own options hold where a call says nothing", async () => {
  const ask = async (input: object) => JSON.stringify((await call("resolve", { model, ...input })).texts);
  const [own, same, other] = [await ask({}), await ask({ target: "0.32" }), await ask({ target: "0.17" })];
  expect([own === same, own === other]).toEqual([true, false]);
  expect(own).toContain("acme/memory/few");
});

test("check, test, upgrade and audit give their reports", async () => {
  expect(JSON.parse((await call("check", { places: [rules] })).texts[0]!)).toEqual(expect.anything());
  const tested = await call("test", { packs: ["acme/memory"], rules: [rules] });
  expect([tested.isError, tested.texts[0]]).toEqual([false, expect.stringContaining("rule-never-silent")]);
  const upgraded = await call("upgrade", { places: [document], from: "0.32", to: "0.33" });
  expect([upgraded.isError, JSON.parse(upgraded.texts[0]!)]).toEqual([false, expect.anything()]);
  const audited = await call("audit", { places: [document] });
  expect([audited.isError, JSON.parse(audited.texts[0]!)]).toEqual([false, expect.anything()]);
});

test("compare explains how a running server differs", async () => {
  const info = { vllm_config: { scheduler_config: { max_num_seqs: 7 } } };
  const server = path.join(folder, "server.json");
  writeFileSync(server, JSON.stringify(info));
  const { isError, texts } = await call("compare", { model, server, target: "0.33.0" });
  expect([isError, texts.join()]).toEqual([false, expect.stringContaining("scheduler_config.max_num_seqs")]);
  expect((await call("compare", { model, server: "http://192.0.2.1:8000" })).isError).toBe(true);
});

test("mistakes are told, not thrown, and an argument cannot be an option", async () => {
  const unknown = await call("resolve", { model: path.join(folder, "nothing") });
  expect([unknown.isError, unknown.texts.join()]).toEqual([true, expect.stringContaining("nothing")]);
  expect((await call("check", { places: ["--output=x"] })).isError).toBe(true);
  expect((await call("check", { place: [rules] })).isError).toBe(true);
  expect((await call("upgrade", { places: [] })).isError).toBe(true);
});

test("an answer too long for its envelope is a limit", async () => {
  const text = "x".repeat(2 ** 25);
  const [here, there] = InMemoryTransport.createLinkedPair();
  const other = new Client({ name: "test", version: "1" });
  const writeLong = async (_: readonly string[], streams: Streams) => {
    await streams.write(text);
    streams.note(text);
    streams.note("and one more");
    return 0;
  };
  await Promise.all([agentServer(writeLong).connect(there), other.connect(here)]);
  const { isError, content } = await other.callTool({ name: "check", arguments: {} });
  expect(isError).toBe(true);
  expect((content as { text: string }[])[0]?.text).toMatch(/exceeds the maximum length of a string \[limit\]\n {2}ask/);
  await other.close();
});
