// Keeps the cache's answers of a release as test vectors:
//   npx tsx scripts/oracle/deployments/keep.ts RELEASE
// No word of vLLM's is kept: of a refusal, only the kind of error.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import type { Json, JsonObject } from "../../../engine/common/json.js";
import type {
  Deployment,
  Folder,
  KeptAnswer,
  KeptAnswers,
  KeptDeployments,
} from "../../../test/deployments/answers.js";
import { flatten, type FlatDocument } from "../../../test/deployments/differing-fields.js";

interface Given {
  readonly id: string;
  readonly refused?: { readonly kind: string };
  readonly document?: JsonObject;
  readonly runtime?: Readonly<Record<string, string | null>>;
}

const [release = ""] = process.argv.slice(2);
const cache = path.join(process.env["XDG_CACHE_HOME"] ?? path.join(homedir(), ".cache"), "fettle-oracle");
const target = new URL("../../../test/vectors/deployments/", import.meta.url);
mkdirSync(target, { recursive: true });

const deployments = JSON.parse(readFileSync(path.join(cache, "answers/deployments.json"), "utf8")) as Deployment[];
const lines = readdirSync(path.join(cache, "answers", release)).flatMap((name) =>
  readFileSync(path.join(cache, "answers", release, name), "utf8")
    .split("\n")
    .filter((line) => line !== ""),
);
const read = lines.map(
  (line) => JSON.parse(line) as Given & { readonly transformers?: string; readonly amx?: boolean },
);
const given = new Map(read.filter(({ id }) => id !== undefined).map((answer) => [answer.id, answer]));
const answers = deployments.flatMap(({ id }) => given.get(id) ?? []);
const documents = answers.map(({ document }) => (document === undefined ? null : flatten(document)));
const usual = usualValues(documents.filter((document) => document !== null));
const kept: KeptAnswers = {
  release,
  transformers: read.find(({ transformers }) => transformers !== undefined)?.transformers ?? "",
  amx: read.every(({ amx = true }) => amx),
  usual,
  answers: Object.fromEntries(answers.map((answer, index) => [answer.id, pack(answer, documents[index] ?? null)])),
};
write(release, kept);
write("deployments", { models: readModels(), deployments } satisfies KeptDeployments);

/** The most frequent value of each field that most documents have. */
function usualValues(all: readonly FlatDocument[]): FlatDocument {
  const counts = new Map<string, Map<string, number>>();
  for (const document of all) {
    for (const [field, value] of Object.entries(document)) {
      const values = counts.get(field) ?? new Map<string, number>();
      counts.set(field, values.set(JSON.stringify(value), (values.get(JSON.stringify(value)) ?? 0) + 1));
    }
  }
  return Object.fromEntries(
    [...counts].flatMap(([field, values]) => {
      const [[value, count] = ["", 0]] = [...values].sort(([, one], [, other]) => other - one);
      return count * 2 > all.length ? [[field, JSON.parse(value) as Json]] : [];
    }),
  );
}

function pack({ refused, runtime = {} }: Given, document: FlatDocument | null): KeptAnswer {
  if (document === null) return { refused: refused?.kind ?? "" };
  return {
    values: Object.fromEntries(Object.entries(document).filter(([path, value]) => usual[path] !== value)),
    without: Object.keys(usual).filter((path) => !(path in document)),
    runtime,
  };
}

/** Contents of each model's folder, drafts included. */
function readModels(): Record<string, Folder> {
  const root = path.join(cache, "models");
  const drafts = readdirSync(path.join(root, "drafts")).map((name) => `drafts/${name}`);
  const used = new Set([...deployments.map(({ model }) => model), ...drafts.sort()]);
  return Object.fromEntries([...used].map((name) => [name, readFolder(path.join(root, name))]));
}

function readFolder(at: string): Folder {
  const files = readdirSync(at, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json"));
  return Object.fromEntries(
    files.sort().map((file) => [file, JSON.parse(readFileSync(path.join(at, file), "utf8")) as Json]),
  );
}

function write(name: string, content: unknown): void {
  writeFileSync(new URL(`${name}.json.gz`, target), gzipSync(JSON.stringify(content), { level: 9 }));
}
