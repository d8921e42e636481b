import { spawnSync } from "node:child_process";
import { isLong } from "../long.js";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { acme, bin, fettle, fixtures, startFettle } from "./fettle.js";

const color = /\u001b\[\d+m/;

test("no colour where there is no terminal, unless it is forced", () => {
  const args = ["apply", "document.json", ...acme];
  expect(fettle(args).out).not.toMatch(color);
  expect(fettle(args, { env: { FORCE_COLOR: "1" } }).out).toMatch(color);
  expect(fettle(args, { env: { FORCE_COLOR: "0" } }).out).not.toMatch(color);
  expect(fettle(args, { env: { FORCE_COLOR: "1", NO_COLOR: "1" } }).out).not.toMatch(color);
  expect(fettle(["apply", "none.json"], { env: { FORCE_COLOR: "1" } }).err).toMatch(color);
  expect(fettle(["apply", "none.json"], { env: { CI: "true" } }).err).not.toMatch(color);
});

test("a reader that goes away ends it quietly", () => {
  const pipe = (command: string) =>
    spawnSync("bash", ["-o", "pipefail", "-c", command], { cwd: fixtures, encoding: "utf8" });
  const command = `${process.execPath} ${bin()}`;
  for (const args of [
    "resolve gemma --document",
    "--help",
    "apply --ndjson <(yes '{}')",
    "apply --ndjson --jobs 2 <(yes '{}')",
  ]) {
    const { stdout, stderr, status } = pipe(`${command} ${args} | head -1`);
    expect({ args, lines: stdout.trim().split("\n").length, stderr, status }).toEqual({
      args,
      lines: 1,
      stderr: "",
      status: 0,
    });
  }
});

test.each([1, 2])("a run whose output is closed from the start ends: %d jobs", async (jobs) => {
  const child = startFettle(["apply", "--ndjson", "--jobs", String(jobs), ...acme]);
  let err = "";
  child.stderr.on("data", (chunk) => (err += chunk));
  child.stdin.on("error", () => {});
  child.stdout.destroy();
  child.stdin.write("{}\n".repeat(1_000_000));
  const [code] = await once(child, "close");
  expect({ code, err }).toEqual({ code: 0, err: "" });
});

test("help and version go to standard output", () => {
  expect(fettle(["--version"])).toMatchObject({ code: 0, err: "", out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  const { code, out, err } = fettle(["--help"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const names = [...out.matchAll(/^ {2}([a-z]+) {2}/gm)].map(([, name]) => name!);
  expect(names).toEqual(expect.arrayContaining(["resolve", "apply", "why", "list", "show", "init", "completion"]));
  for (const name of isLong ? names : names.slice(0, 3)) {
    const help = fettle([name, "--help"]);
    expect(help).toMatchObject({ code: 0, err: "" });
    expect(help.out).toContain(`Usage: fettle ${name}`);
    expect(help.out).toContain("Examples:\n");
    expect(help.out).toContain("--rules <folder>");
    expect(fettle(["help", name]).out).toBe(help.out);
  }
}, 120_000);

test.skipIf(!existsSync("/dev/full"))("a full disk is told, and is exit code 2", () => {
  const { stderr, status } = spawnSync("bash", ["-c", `${process.execPath} ${bin()} list > /dev/full`], {
    encoding: "utf8",
  });
  expect({ stderr, status }).toEqual({ stderr: "error: cannot write to standard output: ENOSPC\n", status: 2 });
});
