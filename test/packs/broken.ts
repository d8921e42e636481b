import { expect } from "vitest";
import type { Diagnostic } from "../../engine/common/diagnostic.js";
import { LinkMemory, PartMemory } from "../../engine/packs/link-memory.js";
import { loadProgram } from "../../engine/workspace/load-program.js";

/** Stands in a text where the finding is expected to point. */
const mark = "▸";

export interface Broken {
  /** What is found, by file as the user named it. */
  readonly diagnostics: readonly Diagnostic[];
  /** Where the mark stood: file:line:column. */
  readonly marked: readonly string[];
}

const set = `{ "set": "acme", "target": "vllm@0.19.0", "stages": [] }`;

/** Takes no pack for sound at first sight, so that each is linked and checked in full. */
class Doubtful extends LinkMemory {
  override partsIn(): PartMemory {
    return new DoubtfulParts();
  }
}

class DoubtfulParts extends PartMemory {
  override ofPart<Result>(part: object, check: string, find: () => Result): Result {
    return check === "soundness" ? (false as Result) : super.ofPart(part, check, find);
  }
}

const isOfPack = ({ file }: Diagnostic): boolean => file?.endsWith(".pack.json") === true;

/** Checks rule files, which stand beside a set of their own, as `fettle check` does. */
export async function check(files: Readonly<Record<string, string>>): Promise<Broken> {
  const marked = Object.entries(files).flatMap(([file, text]) =>
    [...text.matchAll(new RegExp(mark, "g"))].map(({ index }) => {
      const before = text.slice(0, index).replaceAll(mark, "");
      return `${file}:${before.split("\n").length}:${before.length - before.lastIndexOf("\n")}`;
    }),
  );
  const clean = Object.fromEntries(Object.entries(files).map(([file, text]) => [file, text.replaceAll(mark, "")]));
  const options = { set: "acme", files: { "acme.set.json": set, ...clean } };
  const { diagnostics } = await loadProgram({ ...options, thorough: true });
  const loaded = await loadProgram(options);
  const inFull = await loadProgram(options, { memory: new Doubtful() });
  expect(loaded.diagnostics.filter(isOfPack)).toEqual(inFull.diagnostics.filter(isOfPack));
  return { diagnostics, marked };
}

export const packFile = "acme/gpu.pack.json";

/** A pack with these rules, or with other keys besides. */
export function packText(rules: string, more = ""): string {
  return `{\n  "pack": "acme/gpu",\n  "hook": "vllm_config",\n${more}  "rules": [${rules}]\n}`;
}

export function ruleText(when: string, then = `{ "log": "info", "code": "x", "message": "x" }`): string {
  return `\n    {\n      "id": "r",\n      "when": ${when},\n      "then": [${then}]\n    }\n  `;
}

export const place = ({ file, line, column }: Diagnostic): string => `${file}:${line}:${column}`;
