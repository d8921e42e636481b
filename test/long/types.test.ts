import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { copyTypes } from "../../scripts/bundle.js";
import { folderWith } from "../cli/fettle.js";

const root = path.resolve(import.meta.dirname, "../..");
const tsc = (cwd: string, ...words: string[]) =>
  spawnSync(process.execPath, [path.join(root, "node_modules/typescript/bin/tsc"), ...words], {
    cwd,
    encoding: "utf8",
  });

let folder: string;
beforeAll(async () => {
  const program = `import { load, FettleError, type Diagnostic, type Result } from "fettle";
export async function changes(document: object): Promise<Result["changes"]> {
  const fettle = await load({ target: "0.33" }).catch((error: FettleError) => { throw error.diagnostics satisfies readonly Diagnostic[]; });
  return fettle.evaluate(document as never).changes;
}
// @ts-expect-error: no such option
export const wrong = load({ targett: "0.33" });
`;
  folder = folderWith({ "program.cts": program, "program.mts": program, "package.json": "{}" });
  const installed = path.join(folder, "node_modules/fettle");
  mkdirSync(installed, { recursive: true });
  cpSync(path.join(root, "package.json"), path.join(installed, "package.json"));
  const { status, stdout } = tsc(root, "-p", "tsconfig.build.json", "--outDir", path.join(installed, "dist/types"));
  expect([status, stdout]).toEqual([0, ""]);
  await copyTypes(path.join(installed, "dist/types"), path.join(installed, "dist/cjs/types"));
  writeFileSync(path.join(installed, "dist/cjs/package.json"), '{ "type": "commonjs" }');
  for (const name of ["json-rules-engine", "eventemitter2", "@types"])
    symlinkSync(path.join(root, "node_modules", name), path.join(folder, "node_modules", name));
}, 120_000);

test.each([
  ["node16, CommonJS", "program.cts", ["--module", "node16", "--moduleResolution", "node16"]],
  ["node16, modules", "program.mts", ["--module", "node16", "--moduleResolution", "node16"]],
  ["a bundler", "program.mts", ["--module", "esnext", "--moduleResolution", "bundler"]],
])("the types resolve under %s", (_name, file, options) => {
  const { status, stdout } = tsc(
    folder,
    "--noEmit",
    "--strict",
    "--target",
    "es2022",
    "--types",
    "node",
    ...options,
    file,
  );
  expect([stdout, status]).toEqual(["", 0]);
});
