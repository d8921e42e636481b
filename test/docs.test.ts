import { readFileSync, writeFileSync } from "node:fs";
import { parseSync } from "rolldown/utils";
import { expect, test } from "vitest";
import { load } from "../engine/index.js";
import { operators } from "../engine/language/conditions/operators.js";
import { parseExpression } from "../engine/language/expression/parse-expression.js";

const language = readFileSync(new URL("../docs/reference/language.md", import.meta.url), "utf8");
const blocks = (kind: string): string[] =>
  [...language.matchAll(new RegExp(`^\`\`\`${kind}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(([, text]) => text!);

const [example] = blocks("json pack").map((text) => JSON.parse(text));

test("the example pack of the language page loads, and does what its case says", async () => {
  const fettle = await load({ files: { "acme/memory.pack.json": example } });
  const cases = blocks("json")
    .map((text) => JSON.parse(text))
    .find(({ pack }) => pack === "acme/memory").cases;
  expect(cases).toHaveLength(1);
  for (const { document, expect: expected } of cases) {
    const { changes, logs } = fettle.evaluate(document, { pack: "acme/memory" });
    expect(Object.fromEntries(changes.map(({ path, after }) => [path, after]))).toEqual(expected.changes);
    expect(logs).toMatchObject(expected.logs);
  }
  const long = {
    model_config: { max_model_len: 200000 },
    parallel_config: { tensor_parallel_size: 1 },
    scheduler_config: {},
  };
  expect(fettle.evaluate(long).error).toMatchObject({ code: "acme/memory/too-long", kind: "value" });
});

test("the example conditions of the language page load", async () => {
  const conditions = blocks("json condition").map((text) => JSON.parse(text));
  expect(conditions.length).toBeGreaterThan(1);
  for (const when of conditions) {
    const then = [{ set: "cache_config.block_size", value: 16 }];
    const pack = { pack: "acme/example", hook: "vllm_config", rules: [{ id: "example", when, then }] };
    await expect(load({ files: { "acme/example.pack.json": pack } })).resolves.toMatchObject({ diagnostics: [] });
  }
});

test("the example rule of the language page loads", async () => {
  const rules = blocks("json rule").map((text) => JSON.parse(text));
  expect(rules).toHaveLength(1);
  const pack = { pack: "acme/example", hook: "vllm_config", rules };
  await expect(load({ files: { "acme/example.pack.json": pack } })).resolves.toMatchObject({ diagnostics: [] });
});

test("the example expressions of the language page are accepted", () => {
  const expressions = blocks("jsonata").flatMap((text) => text.trim().split("\n"));
  expect(expressions.length).toBeGreaterThan(2);
  for (const text of expressions) expect(parseExpression(text)).toMatchObject({ ok: true });
});

/** The table under a head. `FETTLE_UPDATE=1` writes the rows. */
function rowsUnder(head: string, rows: readonly string[]): readonly string[] {
  const file = new URL("../docs/reference/language.md", import.meta.url);
  const table = new RegExp(`(?<=^${head.replaceAll("|", "\\|")}\\n\\|[-|]+\\n)(?:\\|.*\\n)*`, "m");
  if (process.env.FETTLE_UPDATE === "1") {
    const page = readFileSync(file, "utf8");
    writeFileSync(
      file,
      page.replace(table, () => rows.map((row) => `${row}\n`).join("")),
    );
  }
  return table.exec(readFileSync(file, "utf8"))?.[0].trimEnd().split("\n") ?? [];
}

test("the page of the language has each operator; FETTLE_UPDATE=1 writes the table", () => {
  const rows = Object.entries(operators).map(([name, { meaning }]) => `| \`${name}\` | ${meaning} |`);
  expect(rowsUnder("| operator | holds if |", rows)).toEqual(rows);
});

test("the page of the language has each action; FETTLE_UPDATE=1 writes the table", () => {
  const { $defs } = JSON.parse(readFileSync(new URL("../schemas/pack.schema.json", import.meta.url), "utf8"));
  const refs: Readonly<Record<string, string>> = { "#/$defs/identifier": "ID", "#/$defs/packName": "PACK" };
  const placeholder = (key: string, { $ref = "", enum: words }: { $ref?: string; enum?: readonly string[] }) =>
    words === undefined
      ? (refs[$ref] ?? ($ref === "" ? key : $ref.slice("#/$defs/".length)).toUpperCase())
      : `"${words[0]}"`;
  const rows = $defs.action.anyOf.map(({ $ref }: { $ref: string }) => {
    const { required, properties, description } = $defs[$ref.slice("#/$defs/".length)];
    const members = required.map((key: string) => `"${key}": ${placeholder(key, properties[key])}`);
    return `| \`{ ${members.join(", ")} }\` | ${description} |`;
  });
  expect(rowsUnder("| action | what it does |", rows)).toEqual(rows);
});

test("the example set of the language page is the shipped one, without the stages for deployments", () => {
  const shipped = JSON.parse(readFileSync(new URL("../rules/vllm/vllm.set.json", import.meta.url), "utf8"));
  const shown = blocks("json")
    .map((text) => JSON.parse(text))
    .find(({ set }) => set === "vllm");
  const { $schema: _, title: __, ...rest } = shipped;
  const stages = rest.stages.filter((stage: { for?: string }) => stage.for === undefined);
  expect(shown).toEqual({ ...rest, stages });
});

test.each(["README.md", "docs/writing-rules.md"])("the example packs of %s load", async (page) => {
  const text = readFileSync(new URL(`../${page}`, import.meta.url), "utf8");
  const packs = [...text.matchAll(/^```json\n([\s\S]*?)^```/gm)].map(([, block]) => JSON.parse(block!));
  expect(packs.length).toBeGreaterThan(0);
  for (const pack of packs) {
    await expect(load({ files: { [`${pack.pack}.pack.json`]: pack } })).resolves.toMatchObject({ diagnostics: [] });
  }
});

/** Names that a module exports, without those of `export *`. */
function exportsOf(file: URL): string[] {
  return parseSync(file.pathname, readFileSync(file, "utf8")).program.body.flatMap((statement) => {
    if (statement.type === "ExportAllDeclaration")
      return exportsOf(new URL(statement.source.value.replace(/\.js$/, ".ts"), file));
    if (statement.type !== "ExportNamedDeclaration") return [];
    const { declaration, specifiers } = statement;
    const named = specifiers.map(({ exported }) => (exported.type === "Identifier" ? exported.name : exported.value));
    const isDeclared = declaration?.type === "FunctionDeclaration" || declaration?.type === "TSInterfaceDeclaration";
    return isDeclared && declaration.id !== null ? [declaration.id.name] : named;
  });
}

test("the page of the API has a section for each export, and no other", () => {
  const page = readFileSync(new URL("../docs/reference/api.md", import.meta.url), "utf8");
  const sections = [...page.matchAll(/^### (\w+)/gm)].map(([, name]) => name!);
  const exported = exportsOf(new URL("../engine/index.ts", import.meta.url));
  expect(exported).toContain("load");
  expect(sections.toSorted()).toEqual(exported.toSorted());
});
