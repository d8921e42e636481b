// Writes engine/generated/: each schema as it is read at run time, a stand-alone validator and its TypeScript types.
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { _, type CodeKeywordDefinition } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { getProperty } from "ajv/dist/compile/codegen/index.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import { compile } from "json-schema-to-typescript";
import { rolldown } from "rolldown";
import { itemAt, lastOf } from "../engine/common/must.js";
import { quote } from "../engine/common/source.js";

const schemas = new URL("../schemas/", import.meta.url);
const generated = new URL("../engine/generated/", import.meta.url);
const names = ["pack", "policy", "cases", "claims", "set", "exceptions", "result", "project", "vllm-config"].filter(
  (name) => existsSync(new URL(`${name}.schema.json`, schemas)),
);
const notice = "// Generated from schemas/ by `npm run generate`; not to be edited.\n";

async function readSchema(name: string): Promise<{ $id: string } & Record<string, unknown>> {
  return JSON.parse(await readFile(new URL(`${name}.schema.json`, schemas), "utf8"));
}

async function generateValidator(name: string): Promise<void> {
  const ajv = new Ajv2020({
    allErrors: false,
    messages: false,
    strict: true,
    allowUnionTypes: true,
    keywords: [byKey],
    code: { source: true, esm: true },
  });
  const all = await Promise.all(names.map(readSchema));
  for (const other of all) ajv.addSchema(withChoices(withoutNotes(other)));
  const schema = itemAt(all, names.indexOf(name));
  const source = standaloneCode.default(ajv, { standalone: schema.$id });
  const body = (await minify(source)).replace(
    /export\{(\w+) as standalone\};?/,
    "export const validate: Validate = $1;",
  );
  if (!body.includes("export const validate:")) throw new Error(`no validator came out of ${name}.schema.json`);
  const header = `${notice}// @ts-nocheck\nimport type { Validate } from "../common/validate.js";\nexport { readSchemas } from "./schema-${name}.js";\n`;
  const used = [schema, ...all.filter((other) => JSON.stringify(schema).includes(`${other.$id.split("/").at(-1)}#`))];
  await writeFile(new URL(`validate-${name}.ts`, generated), header + body);
  await writeSchemas(name, used);
}

async function writeSchemas(name: string, list: readonly Schema[]): Promise<void> {
  const source = `export const readSchemas = (): readonly JsonObject[] => JSON.parse(${quote(JSON.stringify(list))});\n`;
  await writeFile(
    new URL(`schema-${name}.ts`, generated),
    `${notice}import type { JsonObject } from "../common/json.js";\n${source}`,
  );
}

/** Bundles and minifies a module. */
async function minify(source: string): Promise<string> {
  const resolveDir = new URL("..", import.meta.url).pathname;
  const bundle = await rolldown({
    ...{ input: "validator", cwd: resolveDir, platform: "neutral", transform: { target: "es2022" } },
    plugins: [
      {
        name: "validator",
        resolveId: (id) => (id === "validator" ? `${resolveDir}validator.js` : null),
        load: (id) => (id === `${resolveDir}validator.js` ? source : null),
      },
    ],
  });
  const { output } = await bundle.generate({ format: "es", minify: true });
  await bundle.close();
  // The build collects licenses by file, and would not see this one.
  const foreign = output[0].moduleIds.find((id) => id.includes("node_modules"));
  if (foreign !== undefined) throw new Error(`a validator contains ${foreign}, whose license the package would lack`);
  return output[0].code;
}

const notes = new Set([
  "$comment",
  "title",
  "description",
  "default",
  "examples",
  "readOnly",
  "x-serve",
  "x-target",
  "x-accepts",
]);

/** Removes annotations from a schema, which a validator would carry along; a property may have the name of one. */
function withoutNotes<Schema>(schema: Schema, isNameTable = false): Schema {
  if (Array.isArray(schema)) return schema.map((part) => withoutNotes(part)) as Schema;
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema)
    .filter(([key]) => isNameTable || !notes.has(key))
    .map(([key, value]) => [key, withoutNotes(value, !isNameTable && (key === "properties" || key === "$defs"))]);
  return Object.fromEntries(entries) as Schema;
}

type Schema = Readonly<Record<string, unknown>>;

/**
 * A keyword for alternatives with a discriminating key: an object is validated by the first alternative whose key it
 * has.
 */
const byKey: CodeKeywordDefinition = {
  keyword: "byKey",
  type: "object",
  schemaType: "object",
  code(context) {
    const { gen, data, schema } = context;
    const valid = gen.let("valid", false);
    for (const [index, key] of Object.keys(schema).entries()) {
      const isThere = _`${data}${getProperty(key)} !== undefined`;
      if (index === 0) gen.if(isThere);
      else gen.elseIf(isThere);
      const fits = gen.name("fits");
      context.subschema({ keyword: "byKey", schemaProp: key }, fits);
      gen.assign(valid, fits);
    }
    gen.endIf();
    context.pass(valid);
  },
};

/**
 * Converts a schema with discriminated alternatives, such as `all` or `fact`, where that is certain to be equivalent: a
 * validator would otherwise try them one after another, with an error for each that does not match.
 */
function withChoices<Part>(part: Part, root: unknown = part): Part {
  if (Array.isArray(part)) return part.map((item) => withChoices(item, root)) as Part;
  if (typeof part !== "object" || part === null) return part;
  const { anyOf, ...rest } = part as { anyOf?: Schema[] };
  const choice = anyOf === undefined ? null : chooseByKey(anyOf, root as Schema, 0);
  const whole = choice === null ? part : { ...rest, ...choice };
  return Object.fromEntries(Object.entries(whole).map(([key, value]) => [key, withChoices(value, root)])) as Part;
}

/** Null unless every alternative is a closed object with a discriminating required key at `index`. */
function chooseByKey(branches: readonly Schema[], root: Schema, index: number): Schema | null {
  const targets = branches.map((branch) => resolve(branch, root));
  const keys = targets.map(({ required }) => (required as string[] | undefined)?.[index]);
  const isApart = targets.every((target, place) => {
    const others = keys.filter((key) => key !== keys[place]);
    return (
      keys[place] !== undefined &&
      target.additionalProperties === false &&
      others.every((key) => key === undefined || !Object.hasOwn(target.properties as object, key))
    );
  });
  if (!isApart) return null;
  const choices = keys.map((key) => {
    const own = branches.filter((_, place) => keys[place] === key);
    return [key, own.length === 1 ? own[0] : (chooseByKey(own, root, index + 1) ?? { anyOf: own })];
  });
  return { type: "object", byKey: Object.fromEntries(choices) };
}

function resolve(schema: Schema, root: Schema): Schema {
  const [file, place] = String(schema.$ref ?? "").split("#");
  if (place === undefined || file !== "") return schema;
  return place
    .split("/")
    .slice(1)
    .reduce<unknown>((parent, key) => (parent as Schema)[key], root) as Schema;
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

/** A schema that allows any value becomes `unknown`; the library would generate an object type. */
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
  return keys.every((key) => key === "description")
    ? { ...(schema as object), tsType: "unknown" }
    : markUntyped(schema);
}

async function readLocal(file: { url: string }): Promise<string> {
  return JSON.stringify(markUntyped(JSON.parse(await readFile(new URL(lastOf(file.url.split("/")), schemas), "utf8"))));
}

await mkdir(generated, { recursive: true });
await Promise.all(names.flatMap((name) => [generateValidator(name), generateTypes(name)]));
// The known releases, without the rest of a large file, since every target lookup needs them.
const { releases } = JSON.parse(
  await readFile(new URL("../rules/vllm/catalog/releases.json", import.meta.url), "utf8"),
) as {
  releases: readonly string[];
};
await writeFile(
  new URL("releases.ts", generated),
  `// Generated from rules/vllm/catalog/releases.json by \`npm run generate\`; not to be edited.\nexport const releases: readonly string[] = ${JSON.stringify(releases)};\n`,
);
// Names of model classes, for the check of `match`.
const { architectures, lastSupported } = JSON.parse(
  await readFile(new URL("../rules/vllm/catalog/architectures.json", import.meta.url), "utf8"),
) as Record<"architectures" | "lastSupported", object>;
await writeFile(
  new URL("architectures.ts", generated),
  `// Generated from rules/vllm/catalog/architectures.json by \`npm run generate\`; not to be edited.\nexport const architectures: readonly string[] = ${JSON.stringify([...Object.keys(architectures), ...Object.keys(lastSupported)])};\n`,
);
// For validating documents, loaded at process start: a third of the whole.
await writeSchemas("vllm-config-plain", [withoutNotes(await readSchema("vllm-config"))]);
// The beginning of every module from `fettle build --out rules.py`: files concatenated in this order.
const pythonFiles = [
  ...[
    "results",
    "budget",
    "text",
    "values",
    "sequences",
    "operations",
    "structures",
    "numbers",
    "strings",
    "functions",
  ],
  ...["operators", "actions", "documents", "schema", "program"],
];
const pythonSources = await Promise.all(
  pythonFiles.map((name) => readFile(new URL(`../engine/compiler/python/runtime/${name}.py`, import.meta.url), "utf8")),
);
await writeFile(
  new URL("python-runtime.ts", generated),
  `// Generated from engine/compiler/python/runtime/ by \`npm run generate\`; not to be edited.\nexport const pythonRuntime = ${quote(pythonSources.join("\n\n"))};\n`,
);
