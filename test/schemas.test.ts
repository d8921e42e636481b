import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { isObject, type Json, type JsonObject } from "../engine/common/json.js";
import { resolve } from "../engine/common/schema-errors.js";
import { fettle, folderWith } from "./cli/fettle.js";

// A config document mirrors vLLM's own names, most of which say what they are: its schema describes what needs words.
const root = path.resolve(import.meta.dirname, "..");
const names = readdirSync(path.join(root, "schemas")).filter((name) => name !== "vllm-config.schema.json");
const documents = names.map((name) => JSON.parse(readFileSync(path.join(root, "schemas", name), "utf8")) as JsonObject);

/** Every key that a schema knows, with the schema of its value. */
function keysIn(part: Json, at = ""): readonly (readonly [string, JsonObject])[] {
  if (Array.isArray(part)) return part.flatMap((item: Json, index) => keysIn(item, `${at}/${index}`));
  if (!isObject(part)) return [];
  const own = isObject(part.properties) ? Object.entries(part.properties as Record<string, JsonObject>) : [];
  return [
    ...own.map(([key, schema]) => [`${at}/${key}`, schema] as const),
    ...Object.entries(part).flatMap(([key, child]) => keysIn(child, `${at}/${key}`)),
  ];
}

test.each(names.map((name, index) => [name, documents[index]!] as const))(
  "%s says of every key what it is, for editors",
  (_name, schema) => {
    const keys = keysIn(schema);
    expect(keys.length).toBeGreaterThan(3);
    const silent = keys.filter(
      ([, own]) =>
        own.description === undefined &&
        resolve({ schema: own, root: schema, documents }).schema.description === undefined,
    );
    expect(silent.map(([at]) => at)).toEqual([]);
  },
);

test("the schemas are known that are meant", () => {
  expect(names.toSorted()).toEqual(
    expect.arrayContaining([
      "cases.schema.json",
      "pack.schema.json",
      "project.schema.json",
      "result.schema.json",
      "set.schema.json",
    ]),
  );
});

const filesBelow = (folder: string, part = ".") =>
  readdirSync(path.join(folder, part), { recursive: true, encoding: "utf8" }).map((file) => path.join(part, file));
const kindOf = (file: string) => /\.(pack|cases|set)\.json$/.exec(file)?.[1] ?? "project";

/** Rule files whose `$schema` leads nowhere, or to another schema than theirs. */
function strays(folder: string, files: readonly string[]): readonly string[] {
  return files.filter((file) => {
    const { $schema, kind } = JSON.parse(readFileSync(path.join(folder, file), "utf8")) as Record<string, string>;
    const target = $schema === undefined ? null : path.resolve(folder, path.dirname(file), $schema);
    return (
      target === null ||
      !existsSync(target) ||
      path.basename(target) !== `${kind === "policy" ? kind : kindOf(file)}.schema.json`
    );
  });
}

test("every shipped pack, case file and set leads an editor to its schema", () => {
  const files = filesBelow(root, "rules").filter((file) => /\.(?:pack|cases|set)\.json$/.test(file));
  expect(files.length).toBeGreaterThan(12);
  expect(strays(root, files)).toEqual([]);
});

test("so does what `init` and `new` write", () => {
  const cwd = folderWith({ "x.txt": "" });
  for (const args of [["init"], ["new", "pack", "acme/gpu"], ["new", "pack", "acme/deep", "--rules", "a/b"]])
    expect(fettle(args, { cwd }).code).toBe(0);
  const files = filesBelow(cwd).filter((file) => file.endsWith(".json"));
  expect(files).toHaveLength(5);
  expect(strays(cwd, files)).toEqual([]);
});
