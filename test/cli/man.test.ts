import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { commands } from "../../engine/cli/commands.js";
import { manPage } from "../../scripts/man-page.js";

const file = path.resolve(import.meta.dirname, "../../man/fettle.1");

test("the manual page is up to date; FETTLE_UPDATE=1 writes it", async () => {
  const page = await manPage();
  if (process.env.FETTLE_UPDATE === "1") writeFileSync(file, page);
  expect(readFileSync(file, "utf8")).toBe(page);
  for (const { name } of commands) expect(page).toContain(`\n.B fettle ${name}\n`);
});

test("the manual page is printed without a warning, where groff is installed", () => {
  const done = spawnSync("groff", ["-man", "-Tutf8", "-ww", "-rF0", file], { encoding: "utf8" });
  if (done.error !== undefined) return;
  expect({ status: done.status, stderr: done.stderr }).toEqual({ status: 0, stderr: "" });
  expect(done.stdout.replaceAll(/\u001b\[[\d;]*m|.\u0008/g, "")).toContain("--max-model-len 32k");
});
