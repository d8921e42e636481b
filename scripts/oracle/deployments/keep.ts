// Keeps the cache's answers of a release as test vectors, beside those that are kept already:
//   npx tsx scripts/oracle/deployments/keep.ts RELEASE
// No word of vLLM's is kept: of a refusal, only the kind of error.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import type { Json, JsonObject } from "../../../engine/common/json.js";
import {
  type Deployment,
  type Folder,
  type KeptAnswer,
  type KeptAnswers,
  type KeptDeployments,
  readAnswers,
  readJson,
  releasesWithAnswers,
} from "../../../test/deployments/answers.js";
import { flatten, type FlatDocument } from "../../../test/deployments/differing-fields.js";

interface Given {
  /** Absent from the line that tells the versions. */
  readonly id?: string;
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
const before = releasesWithAnswers().includes(release) ? readJson<KeptAnswers>(release) : null;
const answers = new Map([...keptBefore(), ...answered()]);
const inOrder = deployments.flatMap(({ id }) => {
  const answer = answers.get(id);
  return answer === undefined ? [] : [[id, answer] as const];
});
const usual = usualValues(inOrder.flatMap(([, { document }]) => (document === null ? [] : [document])));
const kept: KeptAnswers = {
  release,
  transformers: read.find(({ transformers }) => transformers !== undefined)?.transformers ?? before?.transformers ?? "",
  amx: (before?.amx ?? true) && read.every(({ amx = true }) => amx),
  usual,
  answers: Object.fromEntries(inOrder.map(([id, answer]) => [id, pack(answer)])),
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

interface Whole {
  /** Null where vLLM refused to start. */
  readonly document: FlatDocument | null;
  readonly refused: string;
  readonly runtime: Readonly<Record<string, string | null>>;
}

function answered(): readonly (readonly [string, Whole])[] {
  return read.flatMap(({ id, document, refused, runtime = {} }) =>
    id === undefined
      ? []
      : [[id, { document: document === undefined ? null : flatten(document), refused: refused?.kind ?? "", runtime }]],
  );
}

function keptBefore(): readonly (readonly [string, Whole])[] {
  if (before === null) return [];
  return readAnswers(release).answers.map(({ id, document, runtime }) => {
    const kept = before.answers[id];
    return [id, { document, refused: kept !== undefined && "refused" in kept ? kept.refused : "", runtime }];
  });
}

function pack({ document, refused, runtime }: Whole): KeptAnswer {
  if (document === null) return { refused };
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
