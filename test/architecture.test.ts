import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

/** Layers from the bottom up; a file imports from its own layer and those below. Groups do not import each other. */
const layers: readonly (readonly string[])[] = [
  ["common", "generated"],
  ["serving"],
  ["vllm/adapter"],
  ["language"],
  ["packs"],
  ["compiler"],
  ["workspace"],
  ["vllm"],
  ["explain"],
  ["resolve"],
  ["compare"],
  ["solver"],
  ["diff"],
  ["testing"],
  ["proofs"],
  ["upgrade"],
  ["review"],
  ["audit"],
  ["report", "editor", "debug"],
  ["load.ts"],
  ["index.ts"],
  ["cli", "http"],
];

const root = new URL("../engine/", import.meta.url).pathname;
const sources = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
  (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.startsWith("generated"),
);
const importsOf = (file: string): string[] =>
  [...readFileSync(path.join(root, file), "utf8").matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)].map(([, target]) =>
    path.relative(root, path.resolve(root, path.dirname(file), target!)),
  );
/** Its adapter is all that the lower layers may know of vLLM. */
const folderOf = (file: string) =>
  file.startsWith("vllm/adapter/") ? "vllm/adapter" : file.replace(/\.js$/, ".ts").split(path.sep)[0]!;
const layerOf = (file: string) => layers.findIndex((folders) => folders.includes(folderOf(file)));

test("every folder of the engine has its layer", () => {
  expect(sources.filter((file) => layerOf(file) < 0)).toEqual([]);
  expect(sources.length).toBeGreaterThan(50);
});

test("imports go one way", () => {
  const upward = sources.flatMap((file) =>
    importsOf(file)
      .filter((target) => {
        const [from, to] = [layerOf(file), layerOf(target)];
        return (
          to > from ||
          (to === from &&
            folderOf(file) !== folderOf(target) &&
            folderOf(target) !== "common" &&
            folderOf(target) !== "generated")
        );
      })
      .map((target) => `${file} imports ${target}`),
  );
  expect(upward).toEqual([]);
});

/** All that other rooms know of vLLM: its two halves, where a set's engine is looked up, and its documents. */
const knowVllm: Readonly<Record<string, readonly string[]>> = {
  "packs/engines.ts": ["vllm/adapter/vllm.js"],
  "resolve/serving-engines.ts": ["vllm/serving.js"],
  // The library's documents are typed as vLLM's.
  "load.ts": ["vllm/documents.js"],
};

test("rooms know vLLM by its adapter and by what serves it", () => {
  const found = sources.flatMap((file) => {
    const targets = [...new Set(importsOf(file))].filter((target) => target.startsWith("vllm/"));
    return file.startsWith("vllm/") || targets.length === 0 ? [] : [[file, targets] as const];
  });
  expect(Object.fromEntries(found)).toEqual(knowVllm);
});

/** Rooms that name no field of vLLM's documents either. */
const general = [
  ...["common", "serving", "language", "packs", "compiler", "workspace"],
  ...["explain", "resolve", "compare", "solver", "diff", "testing", "proofs", "upgrade", "review"],
  ...["audit", "report", "editor", "debug"],
];

test("no room but vLLM's own and the command line names what only vLLM's documents have", () => {
  const own = sources.filter((file) => general.includes(folderOf(file)));
  const isComment = (line: string) => /^\s*(?:\/?\*|\/\/)/.test(line);
  const sections = ["vllm", "model", "scheduler", "parallel", "compilation", "speculative", "attention"];
  const known = new RegExp(`hf_(?:text_)?config|(?:${sections.join("|")})_config|(?:schema|validate)-vllm`);
  const naming = own.flatMap((file) => {
    const lines = readFileSync(path.join(root, file), "utf8").split("\n");
    return lines.filter((line) => !isComment(line) && known.test(line)).map((line) => `${file}: ${line.trim()}`);
  });
  expect(naming).toEqual([]);
});

test("no folder has more than 40 files", () => {
  const inFolder = (folder: string) => sources.filter((file) => path.dirname(file) === folder).length;
  expect([...new Set(sources.map((file) => path.dirname(file)))].filter((folder) => inFolder(folder) > 40)).toEqual([]);
});

test("nothing that users get needs the folder shared with it", () => {
  const shipped = sources.map((file) => path.join(root, file)).concat(path.join(root, "../package.json"));
  expect(shipped.filter((file) => /\.\.\/shared\b/.test(readFileSync(file, "utf8")))).toEqual([]);
});
