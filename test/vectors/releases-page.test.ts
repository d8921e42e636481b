import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import semver from "semver";
import { expect, test } from "vitest";
import type { Pack } from "../../engine/index.js";
import { slugOf } from "../../scripts/docs/slug.js";
import { holdsFor } from "../../engine/packs/target.js";
import { notIdempotent } from "./not-idempotent.js";
import { manifest, releases } from "./release-vectors.js";

const rules = new URL("../../rules/vllm/", import.meta.url);
const page = new URL("../../docs/reference/releases.md", import.meta.url);
const packs = readdirSync(rules)
  .filter((name) => name.endsWith(".pack.json"))
  .map((name) => JSON.parse(readFileSync(new URL(name, rules), "utf8")) as Pack);

/** The rules that a release runs, in order, as a key; null where it runs none of the pack. */
function behaviorOf({ versions, rules: all }: Pack, version: string): string | null {
  const target = { project: "vllm", version };
  return holdsFor(versions, target)
    ? all
        .filter((rule) => holdsFor(rule.versions, target))
        .map(({ id }) => id)
        .join()
    : null;
}

/** The releases of a minor version are one column: no patch has changed what packs do. */
const columns = [...new Set(releases.map((release) => `${semver.major(release)}.${semver.minor(release)}`))];

function row(pack: Pack): string {
  const seen: string[] = [];
  const cells = columns.map((column) => {
    const found = new Set(
      releases.filter((release) => release.startsWith(`${column}.`)).map((release) => behaviorOf(pack, release)),
    );
    expect([pack.pack, column, found.size]).toEqual([pack.pack, column, 1]);
    const [behavior] = found;
    if (behavior == null) return "";
    if (!seen.includes(behavior)) seen.push(behavior);
    return String(seen.indexOf(behavior) + 1);
  });
  return `| [\`${pack.pack}\`](rules.md#${slugOf(pack.pack)}) | ${cells.join(" | ")} |`;
}

/** The releases that have a handler, from the first to the last. */
function spanOf(handler: string): string {
  const own = new Set(
    Object.values(manifest.files)
      .filter((file) => file.handler === handler)
      .flatMap((file) => file.releases),
  );
  const found = releases.filter((release) => own.has(release));
  expect(found).toEqual(releases.slice(releases.indexOf(found[0]!), releases.indexOf(found.at(-1)!) + 1));
  return `${found[0]} to ${found.at(-1)}`;
}

/** `0.19 to 0.33 | 0.24, 0.28`: the minor versions that have a pack, and those from which it does something else. */
function shortRow(pack: Pack): string {
  const found = columns
    .map((column) => ({
      column,
      behavior: behaviorOf(pack, releases.find((release) => release.startsWith(`${column}.`))!),
    }))
    .filter(({ behavior }) => behavior !== null);
  const changes = found
    .filter(({ behavior }, index) => index > 0 && behavior !== found[index - 1]!.behavior)
    .map(({ column }) => column);
  return `| [\`${pack.pack}\`](rules.md#${slugOf(pack.pack)}) | ${pack.title} | ${found[0]!.column} to ${found.at(-1)!.column} | ${changes.join(", ")} |`;
}

const overview = `| pack | what it does | releases | changes in |
|---|---|---|---|
${packs.map(shortRow).join("\n")}
`;

const text = `# What each release does

This page is generated; \`npm run generate:docs\` updates it. All patch releases of a minor version behave alike.

## Packs

${overview}
## Behavior by release

The number identifies a pack's behavior: where it changes, the pack does something else. Included packs have rows of their own.

| pack | ${columns.join(" | ")} |
|---|${columns.map(() => "--:|").join("")}
${packs.map(row).join("\n")}

## What packs cannot say

| what vLLM does | here |
|---|---|
| until 0.19, hybrid models get a block size that is a multiple of the Mamba page | not said: the page's size follows from the model's class |
| from 0.25 on, an architecture without a class of its own, such as one ending in \`ForSequenceClassification\`, may take the handler of the generating model at the hook \`vllm_config\` | not said: name the generating architecture |
| \`vllm_config\` of a model whose weights lie in object storage turns \`load_format\` into \`runai_streamer\` | not said: it is no family's handler |
| Nomic BERT until 0.21 holds the length against a tokenizer's limit, and lets \`VLLM_ALLOW_LONG_MAX_MODEL_LEN\` lift it | the limit of config.json alone |
| Decision 3.0 names one label for each answer code | up to 32 codes; more of them is the error \`too-many-codes\` |
| the class that reads config.json must be the family's own | only where \`auto_map\` names a class |
| \`NotImplementedError\` and \`RuntimeError\` of a setting that is not supported | the kind \`value\` |
| writing into null | the kind \`missing\`, also where Python says \`TypeError\` |
| what the platform, the GPU and FlashAttention 4 can do | \`environment\` of the document, which \`--platform\`, \`--compute-capability\` and \`--flash-attention\` of \`resolve\` fill; what is not said is taken as not there |

## What a second evaluation does

The result of every vector of every release stays as it is when it is evaluated again, but for these, in vLLM as here:

| pack | releases | why |
|---|---|---|
${Object.entries(notIdempotent)
  .map(([handler, { pack, why }]) => `| \`${pack}\` | ${spanOf(handler)} | ${why} |`)
  .join("\n")}
`;

test("the page of releases is up to date; FETTLE_UPDATE=1 writes it", () => {
  if (process.env.FETTLE_UPDATE === "1") writeFileSync(page, text);
  expect(readFileSync(page, "utf8")).toBe(text);
});
