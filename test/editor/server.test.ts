import { afterAll, beforeAll, expect, test } from "vitest";
import type { CodeAction, CodeLens, CompletionList, Hover, InlayHint, Location } from "vscode-languageserver";
import type { DocumentSymbol, TextEdit, WorkspaceEdit } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { check } from "../../engine/index.js";
import { Client } from "./client.js";

const pack = `{
  "pack": "acme/memory",
  "title": "Limits that our machines need",
  "hook": "vllm_config",
  "facts": { "length": "model_config.max_model_len", "is_long": "$length > 131072" },
  "conditions": { "large": { "fact": "length", "operator": "greaterThan", "value": 65536 } },
  "rules": [
    {
      "id": "fewer-sequences",
      "why": "More sequences do not fit.",
      "when": { "all": [{ "condition": "large" }, { "fact": "is_long", "operator": "equal", "value": false }] },
      "then": [
        { "set": "scheduler_config.max_num_seqs", "value": 64 },
        { "log": "warning", "code": "fewer", "message": "because of {length} tokens" }
      ]
    }
  ]
}
`;
const cases = `{
  "pack": "acme/memory",
  "cases": [
    {
      "name": "a long context lowers the number of sequences",
      "document": { "model_config": { "max_model_len": 131072 }, "scheduler_config": { "max_num_seqs": 256 } },
      "expect": {
        "changes": { "scheduler_config.max_num_seqs": 64 },
        "logs": [{ "level": "warning", "code": "acme/memory/fewer", "params": { "length": 131072 } }]
      }
    },
    {
      "name": "a short one does not",
      "document": { "model_config": { "max_model_len": 4096 }, "scheduler_config": { "max_num_seqs": 256 } },
      "expect": {}
    }
  ]
}
`;
const claims = `{
  "pack": "acme/memory",
  "claims": [
    {
      "id": "few",
      "why": "Memory.",
      "given": { "fact": "length", "operator": "greaterThan", "value": 65536 },
      "then": { "not": { "fact": "scheduler_config.max_num_seqs", "operator": "greaterThan", "value": 64 } }
    }
  ]
}
`;
const [packFile, casesFile, claimsFile] = ["pack", "cases", "claims"].map(
  (kind) => `rules/acme/memory.${kind}.json`,
) as [string, string, string];

let client: Client;
beforeAll(async () => {
  const files = {
    "fettle.config.json": '{ "rules": ["rules"] }\n',
    [packFile]: pack,
    [casesFile]: cases,
    [claimsFile]: claims,
    // A set of this name takes the place of the shipped one, which would be checked at each step.
    "rules/vllm/vllm.set.json": '{ "set": "vllm", "target": "vllm@0.33.0", "stages": [] }\n',
    "document.json": '{ "model_config": { "max_model_len": 100000 }, "scheduler_config": { "max_num_seqs": 256 } }',
  };
  client = await Client.start(files, { prove: false });
});
afterAll(() => client.stop());

const isClean = (codes: readonly unknown[]) => codes.length === 0;
const broken = (text: string, from: string, to: string) => {
  if (!text.includes(from)) throw new Error(`the text has no ${from}`);
  return text.replace(from, to);
};
const textDocument = (name: string) => ({ textDocument: { uri: client.uri(name) } });

test("findings are those of check, over what is not saved", async () => {
  const text = broken(pack, "scheduler_config.max_num_seqs", "scheduler_config.max_num_seq");
  await client.type(packFile, text);
  const found = await client.until(packFile, (codes) => codes.includes("unknown-field"));
  await client.until(casesFile, isClean);
  client.write("other/acme/memory.pack.json", text);
  const checked = await check({ places: [`${client.folder}/other`], rules: [`${client.folder}/other`] });
  expect(
    found.map(({ code, message, range: { start } }) => [code, message, start.line + 1, start.character + 1]),
  ).toEqual(
    checked.diagnostics
      .filter(({ file }) => file?.endsWith(".pack.json"))
      .map(({ code, message, hint, line, column }) => [code, `${message}\n${hint}`, line, column]),
  );
  const actions = await client.ask<CodeAction[]>("textDocument/codeAction", {
    ...textDocument(packFile),
    range: found[0]!.range,
    context: { diagnostics: found },
  });
  const [edit] = actions[0]!.edit!.changes![client.uri(packFile)]!;
  expect(edit!.newText).toBe("max_num_seqs");
  expect(text.split("\n")[edit!.range.start.line]!.slice(edit!.range.start.character, edit!.range.end.character)).toBe(
    "max_num_seq",
  );
  await client.type(packFile, pack);
  await client.until(packFile, isClean);
});

test("a quick fix writes a misspelt operator, key and value as it was meant", async () => {
  for (const [from, to, meant] of [
    ['"greaterThan"', '"greaterThen"', '"greaterThan"'],
    ['"title"', '"titel"', '"title"'],
    ['"condition": "large"', '"condition": "lrge"', '"large"'],
    ['"hook": "vllm_config"', '"hook": "vllm_confg"', '"vllm_config"'],
  ] as const) {
    await client.type(packFile, broken(pack, from, to));
    const found = await client.until(packFile, (codes) => codes.length > 0);
    const actions = await client.ask<CodeAction[]>("textDocument/codeAction", {
      ...{ ...textDocument(packFile), range: found[0]!.range, context: { diagnostics: found } },
    });
    const edits = actions[0]?.edit?.changes?.[client.uri(packFile)] ?? [];
    expect([to, edits[0]?.newText]).toEqual([to, meant]);
    await client.type(packFile, pack);
    await client.until(packFile, isClean);
  }
});

test("a quick fix guards a comparison that also holds if its field is absent", async () => {
  const compared = '{ "fact": "model_config.quantization", "operator": "notEqual", "value": "fp8" }';
  const guard = '{ "fact": "model_config.quantization", "operator": "isPresent", "value": true }';
  const all = '"all": [{ "condition": "large" }, { "fact": "is_long", "operator": "equal", "value": false }]';
  const used = '{ "fact": "is_long", "operator": "equal", "value": false }';
  for (const [to, fixed] of [
    [
      `"all": [${used}, { "condition": "large" }, ${compared}]`,
      `"all": [${used}, { "condition": "large" }, ${guard}, ${compared}]`,
    ],
    [
      `"any": [${used}, { "condition": "large" }, ${compared}]`,
      `"any": [${used}, { "condition": "large" }, { "all": [${guard}, ${compared}] }]`,
    ],
  ] as const) {
    const text = broken(pack, all, to);
    await client.type(packFile, text);
    const found = await client.until(packFile, (codes) => codes.includes("unguarded-negative"));
    const actions = await client.ask<CodeAction[]>("textDocument/codeAction", {
      ...{ ...textDocument(packFile), range: found[0]!.range, context: { diagnostics: found } },
    });
    expect(actions.map(({ title }) => title)).toEqual([
      "Require that `model_config.quantization` is present",
      "Add missing cases of `acme/memory`",
    ]);
    const edits = actions[0]!.edit!.changes![client.uri(packFile)]!;
    expect(TextDocument.applyEdits(TextDocument.create("", "json", 1, text), edits)).toBe(broken(pack, all, fixed));
  }
  await client.type(packFile, pack);
});

test("every prefix of a pack has findings or none, and no request fails", async () => {
  for (let end = 0; end < pack.length; end += 97) {
    await client.type(packFile, pack.slice(0, end));
    const position = { line: pack.slice(0, end).split("\n").length - 1, character: 0 };
    for (const method of [
      "completion",
      "hover",
      "definition",
      "prepareRename",
      "documentSymbol",
      "codeLens",
      "formatting",
    ])
      await client.ask(`textDocument/${method}`, { ...textDocument(packFile), position, options: {} });
  }
  await client.type(packFile, pack.slice(0, 200));
  await client.until(packFile, (codes) => codes.includes("json-syntax"));
  await client.type(packFile, pack);
  await client.until(packFile, isClean);
  expect(client.logged).toEqual([]);
});

test("completion offers paths, facts, operators, conditions, values, packs, architectures, releases and keys", async () => {
  const labels = async (from: string, to: string, name = packFile, text = pack): Promise<readonly string[]> => {
    const list = await client.at<CompletionList>("textDocument/completion", name, broken(text, from, to));
    return list.items.map(({ label }) => label);
  };
  expect(await labels('"set": "scheduler_config.max_num_seqs"', '"set": "sched|"')).toContain(
    "scheduler_config.max_num_batched_tokens",
  );
  const facts = await labels('{ "fact": "is_long"', '{ "fact": "|"');
  expect(facts.slice(0, 2)).toEqual(["length", "is_long"]);
  expect(facts).toContain("cache_config.block_size");
  expect(await labels('"operator": "equal"', '"operator": |')).toEqual(
    expect.arrayContaining(["isPresent", "everyFact:in"]),
  );
  expect(await labels('"condition": "large"', '"condition": "|"')).toEqual(["large"]);
  const backend = '{ "fact": "attention_config.backend", "operator": "equal", "value": "|" }';
  expect(await labels('{ "condition": "large" }', backend)).toContain("TRITON_ATTN");
  const written = '"set": "attention_config.backend", "value": "|"';
  expect(await labels('"set": "scheduler_config.max_num_seqs", "value": 64', written)).toContain("TRITON_ATTN");
  expect(await labels('{ "set": "scheduler_config.max_num_seqs", "value": 64 }', '{ "include": "|" }')).toContain(
    "acme/memory",
  );
  expect(await labels('"facts"', '"match": { "architectures": ["|"] },\n  "facts"')).toContain("Gemma4ForCausalLM");
  expect(await labels('"name": "a short', '"target": "|", "name": "a short', casesFile, cases)).toContain(
    "vllm@0.33.0",
  );
  expect(await labels('"why": "More', '"|": "", "why": "More')).toEqual(
    expect.arrayContaining(["versions", "expires"]),
  );
  const policy = pack.replace('"hook": "vllm_config"', '"kind": "policy"');
  const ofPolicy = (from: string, to: string) => labels(from, to, packFile, policy);
  expect(await ofPolicy('"title"', '"|": "", "title"')).toContain("owner");
  const action = '{ "set": "scheduler_config.max_num_seqs", "value": 64 }';
  const actions = await ofPolicy(action, '{ "|": "" }');
  expect(actions).toEqual(expect.arrayContaining(["require", "forbid", "warn", "severity"]));
  expect(actions).not.toContain("include");
  expect(await ofPolicy(action, '{ "require": { "fact": "|" } }')).toContain("cache_config.block_size");
  await client.type(casesFile, cases);
  await client.type(packFile, pack);
});

test("hover explains fields, operators, facts and rules", async () => {
  const text = async (from: string, to: string): Promise<string> => {
    const found = await client.at<Hover | null>("textDocument/hover", packFile, broken(pack, from, to));
    return JSON.stringify(found?.contents ?? null);
  };
  const field = await text('"set": "scheduler_config.max', '"set": "scheduler_config.m|ax');
  expect(field).toContain("--max-num-seqs");
  expect(field).toContain("integer");
  expect(await text('"operator": "greaterThan"', '"operator": "gr|eaterThan"')).toContain(
    "holds if the fact is a number greater",
  );
  expect(await text('{ "fact": "length"', '{ "fact": "le|ngth"')).toContain("model_config.max_model_len");
  const rule = await text('"fewer-sequences"', '"fewer-|sequences"');
  expect(rule).toContain("More sequences do not fit.");
  expect(rule).toContain("Fires in 1 of 2 cases.");
});

test("definitions, references and renaming reach cases and claims", async () => {
  const at = (from: string, to: string, method: string, more: object = {}) =>
    client.at<never>(`textDocument/${method}`, packFile, broken(pack, from, to), more);
  const [found] = (await at('{ "fact": "length"', '{ "fact": "le|ngth"', "definition")) as Location[];
  expect([found!.uri, found!.range.start.line]).toEqual([client.uri(packFile), 4]);
  const uses = (await at('{ "fact": "length"', '{ "fact": "le|ngth"', "references", {
    context: { includeDeclaration: true },
  })) as Location[];
  expect(uses.map(({ uri, range }) => [uri, range.start.line]).sort()).toEqual(
    [[client.uri(claimsFile), 6], ...[13, 4, 4, 5].map((line) => [client.uri(packFile), line])].sort(),
  );
  const edit: WorkspaceEdit = await at('"pack": "acme/memory"', '"pack": "acme/me|mory"', "rename", {
    newName: "acme/ram",
  });
  const changes = edit.documentChanges!;
  expect(
    changes
      .filter((change) => "edits" in change)
      .map((change) => change.edits.length)
      .sort(),
  ).toEqual([1, 1, 2]);
  expect(changes.flatMap((change) => ("newUri" in change ? [change.newUri] : [])).sort()).toEqual(
    ["cases", "claims", "pack"].map((kind) => client.uri(`rules/acme/ram.${kind}.json`)),
  );
  await expect(at('"large":', '"la|rge":', "rename", { newName: "a b" })).rejects.toThrow("is not a valid name");
});

test("symbols, formatting, lenses and values of a document", async () => {
  await client.type(packFile, pack);
  const symbols = await client.ask<DocumentSymbol[]>("textDocument/documentSymbol", textDocument(packFile));
  expect(symbols.map(({ name }) => name)).toEqual(["length", "is_long", "large", "fewer-sequences"]);
  const lenses = await client.ask<CodeLens[]>("textDocument/codeLens", textDocument(packFile));
  expect(lenses.map(({ command }) => command!.title)).toEqual(["fires in 1 of 2 cases", "run cases"]);
  await client.ask("workspace/executeCommand", lenses[1]!.command!);
  expect(client.messages.at(-1)).toBe("acme/memory: all 2 cases pass");
  await client.ask("workspace/executeCommand", { command: "fettle.chooseDocument", arguments: ["document.json"] });
  const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  const hints = await client.ask<InlayHint[]>("textDocument/inlayHint", { ...textDocument(packFile), range });
  expect(hints.map(({ label }) => label).sort()).toEqual(["= 100000: true", "= false: true", "fires", "true"]);
  await client.type(packFile, pack.replaceAll("  ", " "));
  const edits = await client.ask<TextEdit[]>("textDocument/formatting", { ...textDocument(packFile), options: {} });
  expect(edits[0]!.newText).toContain('\n    {\n      "id": "fewer-sequences",');
  await client.type(packFile, pack);
});

test("a file that disappears takes its findings along", async () => {
  await client.close(packFile);
  client.write("rules/acme/gone.pack.json", '{ "pack": "acme/gone", "hook": "vllm_config" }');
  await client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [] });
  await client.until("rules/acme/gone.pack.json", (codes) => codes.includes("schema"));
  await client.remove("rules/acme/gone.pack.json");
  await client.until("rules/acme/gone.pack.json", isClean);
  await client.close(casesFile);
  await client.remove(packFile);
  await client.until(casesFile, (codes) => codes.includes("bad-case"));
});

test("the rules, set and target of the command line win over those of the project", async () => {
  const files = { "own/acme/old.pack.json": '{ "pack": "acme/old", "hook": "vllm_config" }' };
  const other = await Client.start(files, {}, { rules: ["own"], target: "0.1" });
  await other.until("own/acme/old.pack.json", () => other.logged.some((line) => line.includes("no release `0.1`")));
  await other.stop();
});
