// Keeps what vLLM made of deployments as a test vector:
//   npx tsx scripts/oracle/keep-answers.ts NAME RELEASE FOLDER DEPLOYMENTS.jsonl ANSWERS.jsonl.gz
// FOLDER holds `models/`. A line of DEPLOYMENTS has `id`, `model` and `argv`; one of ANSWERS `id`, `ok` and vLLM's `config`.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Json, JsonObject } from "../../engine/common/json.js";
import { fromMap, must } from "../../engine/common/must.js";
import { flatten } from "../../test/deployments/differing-fields.js";

const [name, release, folder, deployments, answers] = process.argv.slice(2) as [string, string, string, string, string];
const lines = <Line>(text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
const asked = lines<{ id: string; model: string; argv: string[] }>(readFileSync(deployments, "utf8"));
const given = new Map(
  lines<{ id?: string; ok: boolean; config?: JsonObject }>(gunzipSync(readFileSync(answers)).toString("utf8")).flatMap(
    (answer) => (answer.id === undefined ? [] : [[answer.id, answer] as const]),
  ),
);
const kept = asked
  .filter(({ id }) => given.has(id))
  .map(({ id, model, argv }) => {
    const { ok, config } = fromMap(given, id);
    return { id, model: path.basename(model), argv, document: ok ? flatten(must(config, "config")) : null };
  });
const models = Object.fromEntries(
  [...new Set(kept.map(({ model }) => model))].map((model) => [model, readFolder(path.join(folder, "models", model))]),
);
const target = new URL(`../../test/vectors/deployments/${name}.json.gz`, import.meta.url);
writeFileSync(target, gzipSync(JSON.stringify({ release, models, answers: kept }), { level: 9 }));

/** Contents of the JSON files in a model's folder, by path. */
function readFolder(at: string): Record<string, Json> {
  const files = readdirSync(at, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json"));
  return Object.fromEntries(
    files.sort().map((file) => [file, JSON.parse(readFileSync(path.join(at, file), "utf8")) as Json]),
  );
}
