// How long findings take after a keystroke in a pack of the shipped rules: node scripts/bench/editor/keystrokes.js
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const file = path.join(root, "rules/vllm/gemma4.pack.json");
const uri = pathToFileURL(file).href;
const text = readFileSync(file, "utf8");
const server = spawn(process.execPath, [path.join(root, "dist/cli/main.js"), "lsp"]);
let wake = () => {};
let buffer = Buffer.alloc(0);
server.stdout.on("data", (data) => {
  buffer = Buffer.concat([buffer, data]);
  for (;;) {
    const end = buffer.indexOf("\r\n\r\n");
    const length = Number(/Content-Length: (\d+)/.exec(buffer.toString("utf8", 0, Math.max(0, end)))?.[1]);
    if (end < 0 || buffer.length < end + 4 + length) return;
    const message = JSON.parse(buffer.toString("utf8", end + 4, end + 4 + length));
    buffer = buffer.subarray(end + 4 + length);
    if (message.id === 1 || message.params?.uri === uri) wake(message);
  }
});

function send(message) {
  const body = JSON.stringify({ jsonrpc: "2.0", ...message });
  server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

function answered(message) {
  const start = performance.now();
  return new Promise((resolve) => {
    wake = () => resolve(performance.now() - start);
    send(message);
  });
}

const rootUri = pathToFileURL(root).href;
await answered({ id: 1, method: "initialize", params: { processId: null, rootUri, capabilities: {} } });
send({ method: "initialized", params: {} });
// Each text has a finding that the one before has not, so that each keystroke is answered.
const typed = (version) => text.replace('"hook"', `"hook${version}"`);
const opened = { uri, languageId: "json", version: 0, text: typed(0) };
const first = await answered({ method: "textDocument/didOpen", params: { textDocument: opened } });
const times = [];
for (let version = 1; version <= 200; version++) {
  const params = { textDocument: { uri, version }, contentChanges: [{ text: typed(version) }] };
  times.push(await answered({ method: "textDocument/didChange", params }));
}
const cleanTimes = [];
for (let version = 201; version <= 400; version++) {
  const changed = version % 2 === 0 ? text.replace('"vllm_config"', '"vllm_confg"') : text;
  const params = { textDocument: { uri, version }, contentChanges: [{ text: changed }] };
  cleanTimes.push(await answered({ method: "textDocument/didChange", params }));
}
server.kill();
const show = (list) => {
  const sorted = list.toSorted((left, right) => left - right);
  const at = (share) => sorted[Math.floor(share * (sorted.length - 1))].toFixed(1);
  return `median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms, least ${at(0)} ms`;
};
console.log(`first findings after opening: ${first.toFixed(0)} ms`);
console.log(`a keystroke in a file with a schema error: ${show(times)}`);
console.log(`a keystroke between a sound file and one with an error: ${show(cleanTimes)}`);
