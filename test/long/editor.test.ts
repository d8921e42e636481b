import { afterEach, expect, test } from "vitest";
import type { CompletionList, DocumentSymbol, Location } from "vscode-languageserver";
import { Client } from "../editor/client.js";

const set = '{ "set": "vllm", "target": "vllm@0.33.0", "stages": [] }\n';
const rule = (index: number) =>
  `{ "id": "r${index}", "why": "Because.", "when": { "fact": "length", "operator": "greaterThan", "value": ${index} }, "then": [{ "set": "scheduler_config.max_num_seqs", "value": ${index + 1} }] }`;
const pack = (count: number) =>
  `{ "pack": "acme/large", "hook": "vllm_config", "facts": { "length": "model_config.max_model_len" }, "rules": [\n${Array.from({ length: count }, (_, index) => rule(index)).join(",\n")}\n] }\n`;
const file = "rules/acme/large.pack.json";

let client: Client | undefined;
afterEach(() => client?.stop());

test("10,000 rules: findings come and go, and requests are answered", { timeout: 300_000 }, async () => {
  client = await Client.start({ "rules/vllm/vllm.set.json": set });
  const text = pack(10_000);
  const line = 5000;
  const broken = text.replace(
    '"id": "r4999", "why": "Because.", "when": { "fact": "length"',
    '"id": "r4999", "when": { "fact": "lenght"',
  );
  await client.type(file, broken);
  const found = await client.until(file, (codes) => codes.includes("unknown-fact"));
  expect(found.map(({ range }) => range.start.line)).toEqual([line]);
  for (let end = broken.length - 5; end > broken.length - 50; end -= 5) await client.type(file, broken.slice(0, end));
  await client.until(file, (codes) => codes.includes("json-syntax"));
  await client.type(file, text);
  await client.until(file, (codes) => codes.length === 0);
  const textDocument = { uri: client.uri(file) };
  const symbols = await client.ask<DocumentSymbol[]>("textDocument/documentSymbol", { textDocument });
  expect(symbols).toHaveLength(10_001);
  const position = { line, character: text.split("\n")[line]!.indexOf('"length"') + 2 };
  const context = { includeDeclaration: true };
  const uses = await client.ask<Location[]>("textDocument/references", { textDocument, position, context });
  expect(uses).toHaveLength(10_001);
  const list = await client.ask<CompletionList>("textDocument/completion", { textDocument, position });
  expect(list.items[0]!.label).toBe("length");
  expect(client.logged).toEqual([]);
});

test("files that come, break and disappear while one types leave no finding behind", { timeout: 300_000 }, async () => {
  client = await Client.start({
    "rules/vllm/vllm.set.json": set,
    "rules/acme/other.pack.json": pack(3).replace("large", "other"),
  });
  await client.type(file, pack(20));
  for (let round = 0; round < 30; round++) {
    const name = `rules/acme/gone${round % 3}.pack.json`;
    client.write(name, round % 2 === 0 ? "{" : '{ "pack": "acme/x" }');
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [] });
    await client.type(file, pack(20).slice(0, (round * 53) % 900));
    await client.until(name, (codes) => codes.length > 0);
    await client.remove(name);
    await client.until(name, (codes) => codes.length === 0);
  }
  await client.type(file, pack(20));
  await client.until(file, (codes) => codes.length === 0);
  await client.close(file);
  await client.until(file, (codes) => codes.length === 0);
  expect([...client.findings.values()].flat()).toEqual([]);
  expect(client.logged).toEqual([]);
});
