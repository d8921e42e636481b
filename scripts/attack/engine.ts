import { parseArgs } from "node:util";
import { isObject, type Json, type JsonObject } from "../../engine/common/json.js";
import { documentError } from "../../engine/vllm/documents.js";
import { loadProgram, type Program } from "../../engine/workspace/load-program.js";
import { documentMaker } from "./documents.js";
import { packsOf } from "./generate-packs.js";
import { canonical, observe, readShared, sayShared, type Aspect } from "./observe.js";
import type { Files } from "./pair.js";
import { randomOf } from "./random.js";
import { vocabularyOf } from "./vocabulary.js";

/** What the language promises of every evaluation, held against generated packs and documents. */
export interface EngineFinding {
  readonly promise: "tree" | "key-order" | "input" | "json" | "modes" | "throws";
  readonly text: string;
  readonly document: JsonObject;
}

export async function attackEngine(
  index: number,
  seed: number,
  documents: number,
): Promise<{ files: Files; evaluations: number; findings: readonly EngineFinding[] } | null> {
  const random = randomOf(seed * 15_485_863 + index);
  let files = packsOf(random);
  let { program } = await loadProgram({ set: "acme", files });
  for (let attempt = 0; program === null && attempt < 40; attempt++)
    ({ program } = await loadProgram({ set: "acme", files: (files = packsOf(random)) }));
  const { program: closures } = await loadProgram({ set: "acme", files, mode: "closures" });
  if (program === null || closures === null) return null;
  const maker = documentMaker(vocabularyOf(files), random);
  const findings: EngineFinding[] = [];
  let evaluations = 0;
  for (let count = 0; count < documents; count++) {
    const document = maker.make();
    if (documentError(document) !== null) continue;
    evaluations += 4;
    try {
      for (const finding of broken(program, closures, document))
        if (findings.every(({ promise }) => promise !== finding.promise)) findings.push(finding);
    } catch (error) {
      findings.push({
        promise: "throws",
        text: error instanceof Error ? (error.stack ?? "") : String(error),
        document: sayShared(document),
      });
      break;
    }
  }
  return { files, evaluations, findings };
}

function broken(program: Program, closures: Program, document: JsonObject): EngineFinding[] {
  const found: EngineFinding[] = [];
  const add = (promise: EngineFinding["promise"], text: string) =>
    found.push({ promise, text, document: sayShared(document) });
  const before = canonical(document);
  const result = program.run(document, { validate: false });
  const seen = observe(result);
  if (canonical(document) !== before) add("input", "the document was written into");
  const twice = result.document === null ? null : sharedPlaces(result.document as unknown as JsonObject);
  if (twice !== null) add("tree", twice);
  const differing = (other: ReturnType<typeof observe>) =>
    (Object.keys(seen) as Aspect[]).filter((aspect) => seen[aspect] !== other[aspect]);
  const turned = differing(observe(program.run(reverseKeys(document), { validate: false })));
  if (turned.length > 0) add("key-order", turned.join());
  const json = JSON.parse(JSON.stringify(sayShared(document))) as JsonObject;
  const reread = differing(observe(program.run(json, { validate: false })));
  if (reread.length > 0) add("json", reread.join());
  const closed = differing(observe(closures.run(document, { validate: false })));
  if (closed.length > 0) add("modes", closed.join());
  return found;
}

/** The same document with all keys the other way round, its sharing included. */
function reverseKeys(document: JsonObject): JsonObject {
  const turn = (value: Json): Json =>
    Array.isArray(value)
      ? value.map(turn)
      : isObject(value)
        ? Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([key, inner]) => [key, turn(inner)]),
          )
        : value;
  return readShared(turn(sayShared(document)) as JsonObject);
}

/** Two places that are one object; hf_text_config may be one with a part of hf_config. */
function sharedPlaces(document: JsonObject): string | null {
  const known = new Map<object, string>();
  const visit = (value: unknown, path: string): string | null => {
    if (typeof value !== "object" || value === null) return null;
    const other = known.get(value);
    const isText = path === "model_config.hf_text_config" || other === "model_config.hf_text_config";
    if (other !== undefined) return isText ? null : `${path} is ${other}`;
    known.set(value, path);
    for (const [key, inner] of Object.entries(value)) {
      const found = visit(inner, path === "" ? key : `${path}.${key}`);
      if (found !== null) return found;
    }
    return null;
  };
  return visit(document, "");
}

if (process.argv[1]?.endsWith("engine.ts")) {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      from: { type: "string", default: "0" },
      runs: { type: "string", default: "200" },
      documents: { type: "string", default: "150" },
    },
  });
  let [packs, evaluations] = [0, 0];
  for (let index = Number(values.from); index < Number(values.from) + Number(values.runs); index++) {
    const report = await attackEngine(index, Number(values.seed), Number(values.documents));
    if (report === null) continue;
    packs++;
    evaluations += report.evaluations;
    for (const { promise, text, document } of report.findings)
      console.log(
        [
          promise,
          `#${index}`,
          text.split("\n").slice(0, 3).join(" "),
          JSON.stringify(document),
          JSON.stringify(report.files),
        ].join("\t"),
      );
  }
  console.log(`${packs} sets, ${evaluations} evaluations`);
}
