import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { documentToJson } from "../../engine/vllm/documents.js";
import type { JsonObject } from "../../engine/common/json.js";
import { emitPython } from "../../engine/compiler/python/emit-python.js";
import type { LinkedPacks } from "../../engine/packs/linked.js";
import type { Result } from "../../engine/index.js";

const python = process.env.FETTLE_PYTHON ?? "python3";

/** Whether a Python that the modules run on is there. */
export const hasPython =
  spawnSync(python, ["-c", "import sys; sys.exit(sys.version_info < (3, 9))"], { stdio: "ignore" }).status === 0;

export interface Question {
  /** The file of the module. */
  readonly module: string;
  readonly document: object;
  readonly pack?: string;
  readonly validate?: boolean;
}

export function writeModule(linked: LinkedPacks, file: string): void {
  writeFileSync(file, emitPython(linked));
}

/** What Python modules answer, one result a question. */
export function askPython(questions: readonly Question[]): readonly Result[] {
  const input = questions.map((question) => `${JSON.stringify(question)}\n`).join("");
  const script = new URL("answer.py", import.meta.url).pathname;
  const asked = spawnSync(python, [script], { input, encoding: "utf8", maxBuffer: 2 ** 30 });
  if (asked.status !== 0) throw new Error(`${python} failed: ${asked.stderr}`);
  return asked.stdout
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Result);
}

/** An engine's result as JSON holds it. */
export function asJson(result: Result): Result {
  const document = result.document === null ? null : documentToJson(result.document as JsonObject);
  return JSON.parse(JSON.stringify({ ...result, document })) as Result;
}
