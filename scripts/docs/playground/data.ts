// Data shipped with the page, read from the repository. The bundle replaces this file with one that embeds it.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

/** Texts of rule files by name, such as `rules/vllm/gemma4.pack.json`. */
export type Texts = Readonly<Record<string, string>>;

function readRules(endings: RegExp): Texts {
  const files = readdirSync(path.join(root, "rules"), { recursive: true, encoding: "utf8" }).sort();
  return Object.fromEntries(
    files
      .filter((file) => endings.test(file))
      .map((file) => [`rules/${file.replaceAll("\\", "/")}`, read(`rules/${file}`)]),
  );
}

/** The shipped packs and their set. */
export const packTexts: Texts = readRules(/\.(?:pack|set)\.json$/);

/** The cases of the shipped packs. */
export const readCaseTexts = async (): Promise<Texts> => readRules(/\.cases\.json$/);

export interface Example {
  readonly name: string;
  readonly config: string;
  readonly command: string;
}

const fixture = (name: string) => read(`test/vllm/fixtures/${name}.config.json`);

export const examples: readonly Example[] = [
  { name: "Gemma 4", config: fixture("gemma4"), command: "vllm serve google/gemma-4-31B-it --max-model-len 32k" },
  {
    name: "Nemotron-H",
    config: fixture("nemotron-h"),
    command: "vllm serve nvidia/Nemotron-H-8B-Base-8K --enable-prefix-caching",
  },
  {
    name: "Qwen3-Embedding",
    config: read("scripts/docs/playground/qwen3-embedding.config.json"),
    command: "vllm serve Qwen/Qwen3-Embedding-8B --runner pooling",
  },
  { name: "Llama", config: fixture("llama"), command: "vllm serve meta-llama/Llama-3.1-8B-Instruct -tp 2" },
];
