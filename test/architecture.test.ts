import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

/** Layers from the bottom up; a file imports from its own layer and those below. Groups do not import each other. */
const layers: readonly (readonly string[])[] = [
  ["common", "generated"],
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

/** Rooms that run with any engine. What the rooms above them do with vLLM's flags and files is vLLM's own. */
const general = [
  ...["common", "language", "packs", "compiler", "workspace"],
  ...["solver", "diff", "testing", "proofs", "review", "debug"],
];
/** Reads a fleet's deployments, which are vLLM's, into documents. */
const readsFleets = "diff/compare-sides.ts";

test("no room below vLLM's, and none that compares or proves, knows vLLM but by its adapter", () => {
  const own = sources.filter((file) => general.includes(folderOf(file)) && file !== readsFleets);
  expect(own.flatMap(importsOf).filter((target) => target.startsWith("vllm/"))).toEqual(["vllm/adapter/vllm.js"]);
  const isComment = (line: string) => /^\s*(?:\/?\*|\/\/)/.test(line);
  const known = /hf_(?:text_)?config|model_config|vllm_config|(?:schema|validate)-vllm/;
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
