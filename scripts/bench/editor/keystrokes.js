// How long findings take after a keystroke in the shipped rules: node scripts/bench/editor/keystrokes.js
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const server = spawn(process.execPath, [path.join(root, "dist/cli/main.js"), "lsp"]);
const connection = createProtocolConnection(
  new StreamMessageReader(server.stdout),
  new StreamMessageWriter(server.stdin),
);
let published = () => {};
connection.onNotification("textDocument/publishDiagnostics", (params) => published(params));
connection.listen();

const rootUri = pathToFileURL(root).href;
await connection.sendRequest("initialize", { processId: null, rootUri, capabilities: {} });
await connection.sendNotification("initialized", {});

/** Milliseconds from a notification to the findings of its file. */
async function answered(method, params) {
  const start = performance.now();
  const { uri } = params.textDocument;
  const findings = new Promise((resolve) => {
    published = (found) => found.uri === uri && resolve(performance.now() - start);
  });
  await connection.sendNotification(method, params);
  return findings;
}

const rounds = 100;
const show = (list) => {
  const sorted = list.toSorted((left, right) => left - right);
  const at = (share) => sorted[Math.floor(share * (sorted.length - 1))].toFixed(1);
  return `median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms, least ${at(0)} ms`;
};

/** Types in a file: `typed` yields a text with other findings than the one before. */
async function measure(what, name, typed, thenAsk = []) {
  const uri = pathToFileURL(path.join(root, name)).href;
  const text = readFileSync(path.join(root, name), "utf8");
  const open = { uri, languageId: "json", version: 0, text: typed(text, 0) };
  const first = await answered("textDocument/didOpen", { textDocument: open });
  const [times, asked] = [[], []];
  for (let version = 1; version <= rounds; version++) {
    const contentChanges = [{ text: typed(text, version) }];
    times.push(await answered("textDocument/didChange", { textDocument: { uri, version }, contentChanges }));
    const start = performance.now();
    for (const method of thenAsk) await connection.sendRequest(method, { textDocument: { uri } });
    asked.push(performance.now() - start);
  }
  await connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
  await setTimeout(500); // until the findings of the closed file are gone
  console.log(`${what}: ${show(times)} (first ${first.toFixed(0)} ms)`);
  if (thenAsk.length > 0) console.log(`  then ${thenAsk.join(", ")}: ${show(asked)}`);
}

const swap = (from, to) => (text, version) => {
  if (!text.includes(from)) throw new Error(`no ${from}`);
  return version % 2 === 0 ? text.replace(from, to) : text;
};
const gemma = "rules/vllm/gemma4.pack.json";
await measure("an unknown key", gemma, (text, version) => text.replace('"hook"', `"hook${version}"`));
await measure(
  "an unknown field in a sound pack",
  gemma,
  swap('"attention_config.backend"', '"attention_config.backnd"'),
);
await measure("half a string", gemma, swap('"attention_config.backend", "operator"', '"attention_conf'));
await measure(
  "a pack for every model",
  "rules/vllm/core/parallel.pack.json",
  swap('"parallel_config.', '"paralel_config.'),
);
await measure("a case", "rules/vllm/gemma4.cases.json", swap('"changes"', '"chnges"'));
await measure("lenses", gemma, swap('"attention_config.backend"', '"attention_config.backnd"'), [
  "textDocument/codeLens",
]);
server.kill();
connection.dispose();
