import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildExtension } from "../../scripts/editors/build-vscode.js";

const folder = mkdtempSync(path.join(tmpdir(), "fettle-vscode-"));
beforeAll(() => buildExtension(folder));
afterAll(() => rmSync(folder, { recursive: true }));

const manifest = JSON.parse(
  readFileSync(new URL("../../scripts/editors/vscode/package.json", import.meta.url), "utf8"),
);

test("the extension is one file that needs nothing but VS Code and Node", () => {
  expect(manifest.main).toBe("./dist/extension.js");
  expect(manifest.dependencies).toBeUndefined();
  expect(manifest.contributes.debuggers).toMatchObject([{ type: "fettle" }]);
  const bundle = readFileSync(path.join(folder, "extension.js"), "utf8");
  const needed = new Set([...bundle.matchAll(/require\(["'`]([\w:@/-]+)["'`]\)/g)].map(([, name]) => name!));
  expect([...needed].filter((name) => !isBuiltin(name))).toEqual(["vscode"]);
  expect(readFileSync(path.join(folder, "THIRD-PARTY-LICENSES.txt"), "utf8")).toContain("vscode-languageclient");
});
