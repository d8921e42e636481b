import { diagnostic, FettleError } from "../../common/diagnostic.js";
import { isObject, type Json, type JsonObject } from "../../common/json.js";
import { pythonRuntime } from "../../generated/python-runtime.js";
import type { EngineAdapter } from "../../common/engine-adapter.js";
import { engines } from "../../packs/engines.js";
import { isOperatorName } from "../../language/conditions/operators.js";
import { visitComparisons } from "../../language/walk.js";
import type { LinkedPack, LinkedPacks } from "../../packs/linked.js";
import { pythonText, pythonValue, startFunctions, textTuple, type Functions } from "./code.js";
import { emitCondition } from "./emit-condition.js";
import { NotInPython } from "./emit-expression.js";
import { emitPack } from "./emit-pack.js";

/**
 * Emits a set as one Python module without dependencies, with `SET`, `TARGET`, `PACKS`, `evaluate` and
 * `document_to_json`. Its results equal the engine's.
 *
 * @throws FettleError if a pack uses an operator or a function that is not available in Python.
 */
export function emitPython({ set, target, packs, stages, engine }: LinkedPacks): string {
  if (engine !== engines.vllm) throw otherEngine(engine);
  const functions = startFunctions();
  const steps = [...packs.values()].map((pack) => [pack.name, declarePack(pack, functions)] as const);
  const order = stages.map((stage) => {
    if (stage.kind === "dispatch") return `    _Stage(${pythonValue(Object.fromEntries(stage.packs)).text}),`;
    const architectures = stage.architectures === null ? "None" : textTuple([...stage.architectures]).text;
    const when = stage.when === null ? "None" : `lambda d: ${emitCondition(stage.when, functions).text}`;
    return `    _Stage(None, ${pythonText(stage.pack)}, ${architectures}, ${when}),`;
  });
  const name = `${target.project}@${target.version}`;
  return [
    `"""The rule set ${set} for ${name}, built by \`fettle build\`; do not edit."""`,
    "",
    pythonRuntime.trimEnd(),
    "",
    "",
    "# The packs.",
    ...functions.lines,
    "",
    "",
    `_STEPS: Dict[str, _Step] = {`,
    ...steps.map(([pack, step]) => `    ${pythonText(pack)}: ${step},`),
    "}",
    "",
    "_STAGES: Sequence[_Stage] = (",
    ...order,
    ")",
    "",
    "_SCHEMA_TEXT = (",
    ...chunks(JSON.stringify(compactSchema(engine.schema(), engine.schema()))).map((text) => `    ${pythonText(text)}`),
    ")",
    "_schemas: List[Dict[str, Any]] = []",
    "",
    "",
    "def _schema() -> Dict[str, Any]:",
    "    if not _schemas:",
    "        _schemas.append(json.loads(_SCHEMA_TEXT))",
    "    return _schemas[0]",
    "",
    "",
    `SET = ${pythonText(set)}`,
    `TARGET = ${pythonText(name)}`,
    "PACKS = tuple(_STEPS)",
    "",
  ].join("\n");
}

function declarePack(pack: LinkedPack, functions: Functions): string {
  const operators = new Set<string>();
  for (const { when } of pack.rules)
    if (when !== null) visitComparisons(when, ({ operator }) => void operators.add(operator));
  const foreign = [...operators].find((operator) => !isOperatorName(operator));
  if (foreign !== undefined) throw foreignOperator(foreign, pack);
  try {
    return functions.declare(
      `pack_${pack.name.replaceAll(/\W/g, "_")}`,
      "e: _Evaluation",
      "None",
      emitPack(pack, functions),
    );
  } catch (error) {
    if (error instanceof NotInPython) throw missingFunction(error.construct, pack);
    throw error;
  }
}

const plainHint = "use the plain operators, or load the set with the library";

function foreignOperator(operator: string, { name, file }: LinkedPack): FettleError {
  const message = `\`${name}\` uses \`${operator}\`, which a built module does not support`;
  return new FettleError([diagnostic("unknown-operator", message, { file, hint: plainHint })]);
}

function missingFunction(construct: string, { name, file }: LinkedPack): FettleError {
  const message = `\`${name}\` calls \`${construct}\`, whose rounding a Python module cannot reproduce`;
  const hint = "write the value with `*` and `/`, or run the set with the library";
  return new FettleError([diagnostic("expression-refused", message, { file, hint })]);
}

const kept = ["enum", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"] as const;

/** Reduces the schema to what validates documents: references inlined, types as lists. */
function compactSchema(written: JsonObject, root: JsonObject): JsonObject {
  const schema = resolve(written, root);
  const part = (value: Json | undefined): Json => (isObject(value) ? compactSchema(value, root) : true);
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  return {
    ...(schema.type === undefined ? {} : { type: [schema.type].flat() as Json }),
    ...Object.fromEntries(kept.flatMap((key) => (schema[key] === undefined ? [] : [[key, schema[key]]]))),
    ...(properties.length === 0
      ? {}
      : { properties: Object.fromEntries(properties.map(([key, child]) => [key, part(child)])) }),
    ...(isObject(schema.additionalProperties) ? { additionalProperties: part(schema.additionalProperties) } : {}),
    ...(isObject(schema.items) ? { items: part(schema.items) } : {}),
  };
}

function resolve(schema: JsonObject, root: JsonObject): JsonObject {
  if (typeof schema.$ref !== "string") return schema;
  const target = schema.$ref
    .split("/")
    .slice(1)
    .reduce<Json | undefined>((value, key) => (isObject(value) ? value[key] : undefined), root);
  if (!isObject(target)) throw new Error(`the schema has no ${schema.$ref}`);
  return resolve(target, root);
}

/** The runtime of Python modules has vLLM's alias and dispatch field. */
function otherEngine({ title }: EngineAdapter): FettleError {
  const hint = "build a JavaScript module, or run `fettle apply`";
  return new FettleError([diagnostic("usage", `there are no Python modules for ${title}`, { hint })]);
}

/** Splits a string into line-sized chunks of whole characters. */
function chunks(text: string): readonly string[] {
  return text.match(/.{1,100}/gsu) ?? [];
}
