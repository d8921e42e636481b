import { afterEach, expect, test } from "vitest";
import type { CodeLens, CompletionList, DocumentSymbol, InlayHint, Location, TextEdit } from "vscode-languageserver";
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

test("lenses show what is proved, a counterexample and missing cases", { timeout: 120_000 }, async () => {
  const [packFile, casesFile, claimsFile] = ["pack", "cases", "claims"].map((kind) => `rules/acme/few.${kind}.json`);
  const rules = [
    { id: "long", why: "Memory.", when: { fact: "length", operator: "greaterThan", value: 100 }, then: [few(64)] },
    {
      ...{ id: "never", why: "None.", then: [few(1)] },
      when: { all: [{ fact: "length", operator: "greaterThan", value: 9 }, { not: { condition: "large" } }] },
    },
  ];
  const text = (large: number) =>
    JSON.stringify(
      {
        ...{ pack: "acme/few", hook: "vllm_config", facts: { length: "model_config.max_model_len" } },
        conditions: { large: { fact: "length", operator: "greaterThan", value: large } },
        rules,
      },
      null,
      2,
    );
  const claims = {
    pack: "acme/few",
    claims: [
      {
        id: "most",
        why: "Memory.",
        then: { not: { fact: "scheduler_config.max_num_seqs", operator: "greaterThan", value: 64 } },
      },
      {
        ...{ id: "of-long", why: "Memory.", given: { fact: "length", operator: "greaterThan", value: 100 } },
        then: { fact: "scheduler_config.max_num_seqs", operator: "equal", value: 64 },
      },
    ],
  };
  client = await Client.start(
    { "rules/vllm/vllm.set.json": set, [claimsFile!]: JSON.stringify(claims, null, 2) },
    {},
    {},
    { workspace: { codeLens: { refreshSupport: true }, workspaceEdit: { resourceOperations: ["create"] } } },
  );
  await client.type(packFile!, text(9));
  await client.type(claimsFile!, JSON.stringify(claims, null, 2));
  const lenses = async (name: string) => {
    const found = await client!.ask<CodeLens[]>("textDocument/codeLens", { textDocument: { uri: client!.uri(name) } });
    return found.map(({ command }) => command!);
  };
  const proved = async (name: string) => {
    for (;;) {
      const found = await lenses(name);
      if (found.every(({ title }) => title !== "proving…")) return found.filter(({ title }) => !/cases/.test(title));
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };
  expect((await proved(packFile!)).map(({ title }) => title)).toEqual([
    "proved: can fire",
    "show witness",
    "proved: can never fire: its own conditions never hold",
  ]);
  expect(client.refreshed).toBeGreaterThan(0);
  const ofClaims = await proved(claimsFile!);
  expect(ofClaims.map(({ title }) => title)).toEqual([
    "does not hold for every document",
    "show counterexample",
    "proved for every document",
  ]);
  await client.ask("workspace/executeCommand", ofClaims[1]!);
  expect(client.messages.at(-1)).toMatch(/^most does not hold for this document[^]*max_num_seqs: 65$/m);
  const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  const textDocument = { uri: client.uri(packFile!) };
  const hints = await client.ask<InlayHint[]>("textDocument/inlayHint", { textDocument, range });
  expect(hints.map(({ label }) => label)).toContain("does not fire");
  // A change proves again; the change undone is remembered.
  await client.type(packFile!, text(200));
  expect((await proved(packFile!)).map(({ title }) => title)).toContain("proved: can fire");
  expect((await proved(packFile!)).length).toBe(4);
  await client.type(packFile!, text(9));
  expect((await lenses(packFile!)).map(({ title }) => title)).not.toContain("proving…");
  await client.type(packFile!, text(200));
  await client.ask("workspace/executeCommand", { command: "fettle.addCases", arguments: ["acme/few"] });
  const [edit] = client.edits;
  const created = edit!.documentChanges!.flatMap((change) => ("edits" in change ? change.edits : []));
  const cases = JSON.parse((created[0] as TextEdit).newText);
  expect(cases.cases.length).toBeGreaterThan(1);
  await client.type(casesFile!, (created[0] as TextEdit).newText);
  await client.until(casesFile!, (codes) => codes.length === 0);
  expect((await lenses(packFile!)).map(({ title }) => title)[0]).toMatch(/^fires in [1-9]/);
  expect(client.logged).toEqual([]);
});

const few = (value: number) => ({ set: "scheduler_config.max_num_seqs", value });

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
