// Writes engine/generated/: a stand-alone validator and the TypeScript types of each schema.
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import { build } from "esbuild";
import { compile } from "json-schema-to-typescript";

const schemas = new URL("../schemas/", import.meta.url);
const generated = new URL("../engine/generated/", import.meta.url);
const names = ["pack", "cases", "set", "result", "project", "vllm-config"].filter((name) => existsSync(new URL(`${name}.schema.json`, schemas)));
const notice = "// Generated from schemas/ by `npm run generate`; not to be edited.\n";

async function readSchema(name: string): Promise<{ $id: string } & Record<string, unknown>> {
  return JSON.parse(await readFile(new URL(`${name}.schema.json`, schemas), "utf8"));
}

async function generateValidator(name: string): Promise<void> {
  const ajv = new Ajv2020({ allErrors: false, messages: false, strict: true, allowUnionTypes: true, code: { source: true, esm: true } });
  const all = await Promise.all(names.map(readSchema));
  for (const other of all) ajv.addSchema(withoutNotes(other));
  const schema = all[names.indexOf(name)]!;
  const source = standaloneCode.default(ajv, { standalone: schema.$id });
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: new URL("..", import.meta.url).pathname },
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    write: false,
  });
  const header = `${notice}// @ts-nocheck\nimport type { Validate } from "../base/validate.js";\n`;
  const used = [schema, ...all.filter((other) => JSON.stringify(schema).includes(`${other.$id.split("/").at(-1)}#`))];
  const schemaList = `export const readSchemas = () => JSON.parse(${JSON.stringify(JSON.stringify(used))});\n`;
  const body = outputFiles[0]!.text.replace(/export\{(\w+) as standalone\};/, "export const validate: Validate = $1;");
  if (!body.includes("export const validate:")) throw new Error(`no validator came out of ${name}.schema.json`);
  await writeFile(new URL(`validate-${name}.ts`, generated), header + body + schemaList);
}

const notes = new Set(["title", "description", "default", "examples", "readOnly", "x-serve", "x-target", "x-accepts"]);

/** A schema without what validates nothing, which a validator would carry along; a property may have such a name. */
function withoutNotes<Schema>(schema: Schema, isNameTable = false): Schema {
  if (Array.isArray(schema)) return schema.map((part) => withoutNotes(part)) as Schema;
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema)
    .filter(([key]) => isNameTable || !notes.has(key))
    .map(([key, value]) => [key, withoutNotes(value, !isNameTable && (key === "properties" || key === "$defs"))]);
  return Object.fromEntries(entries) as Schema;
}

async function generateTypes(name: string): Promise<void> {
  const types = await compile(markUntyped(await readSchema(name)) as never, name, {
    bannerComment: notice,
    cwd: schemas.pathname,
    declareExternallyReferenced: true,
    $refOptions: { resolve: { http: false, local: { order: 1, canRead: true, read: readLocal } } },
  } as never);
  await writeFile(new URL(`${name}.ts`, generated), types);
}

/** A schema that allows any value becomes `unknown`; the library would take it for an object. */
function markUntyped(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(markUntyped);
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]) =>
    key === "properties"
      ? [key, Object.fromEntries(Object.entries(value).map(([name, child]) => [name, anyValue(child)]))]
      : [key, markUntyped(value)],
  );
  return Object.fromEntries(entries);
}

function anyValue(schema: unknown): unknown {
  const keys = Object.keys(schema as object);
  return keys.every((key) => key === "description") ? { ...(schema as object), tsType: "unknown" } : markUntyped(schema);
}

async function readLocal(file: { url: string }): Promise<string> {
  return JSON.stringify(markUntyped(JSON.parse(await readFile(new URL(file.url.split("/").at(-1)!, schemas), "utf8"))));
}

await mkdir(generated, { recursive: true });
await Promise.all(names.flatMap((name) => [generateValidator(name), generateTypes(name)]));
