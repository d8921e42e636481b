import { describe, expect, it, test } from "vitest";
import { releases } from "../generated/releases.js";
import { chooseTarget } from "./choose-target.js";
import { fullTarget } from "./known-releases.js";

const choice = { project: "vllm", ownProjects: ["acme"] };
const newest = releases.at(-1)!;

describe("a target", () => {
  it.each([
    ["vllm@0.19.0", "vllm@0.19.0"],
    ["0.19.0", "vllm@0.19.0"],
    ["v0.19.0", "vllm@0.19.0"],
    ["0.20", "vllm@0.20.2"],
    ["vllm@0.27", "vllm@0.27.1"],
    ["latest", `vllm@${newest}`],
    ["vllm@latest", `vllm@${newest}`],
    ["0.20.0-rc1", "vllm@0.20.0-rc1"],
    ["acme@7.0.0", "acme@7.0.0"],
  ])("may be written %s", (text, expected) => {
    const { target, diagnostics } = chooseTarget(text, choice);
    expect([`${target?.project}@${target?.version}`, diagnostics]).toEqual([expected, []]);
  });

  it.each([
    ["vlm@0.33.0", "unknown-release", "did you mean `vllm`?"],
    ["sglang@0.5.0", "unknown-release", "projects: vllm, acme"],
    ["0.19.7", "unknown-release", "did you mean `vllm@0.19.1`? known releases: 0.17.0 to 0.33.0"],
    ["0.16", "unknown-release", "did you mean `vllm@0.17.0`? known releases: 0.17.0 to 0.33.0"],
    ["0.34", "unknown-release", "did you mean `vllm@0.33.0`? known releases: 0.17.0 to 0.33.0"],
    ["vllm@0.99.0", "unknown-release", "did you mean `vllm@0.33.0`? known releases: 0.17.0 to 0.33.0"],
    ["vllm@1.0.0-rc1", "unknown-release", "did you mean `vllm@0.33.0`? known releases: 0.17.0 to 0.33.0"],
    ["newest", "bad-target", "write it as project@version, such as vllm@0.33.0, or `latest`"],
    ["acme@latest", "bad-target", "write it as project@version, such as acme@1.0.0, or `latest`"],
    ["", "bad-target", "write it as project@version, such as vllm@0.33.0, or `latest`"],
  ])("may not be %j", (text, code, hint) => {
    const { target, diagnostics } = chooseTarget(text, choice);
    expect([target, diagnostics.map((found) => [found.code, found.severity, found.hint])]).toEqual([
      null,
      [[code, "error", hint]],
    ]);
  });
});

test("a target without a project is of the set's own", () => {
  expect(chooseTarget("2.0.0", { project: "acme", ownProjects: ["acme"] })).toEqual({
    target: { project: "acme", version: "2.0.0" },
    diagnostics: [],
  });
});

test("the names of the files that were linked when the package was built have the whole release", () => {
  expect(["0.33", "latest", "vllm@0.19", "acme@1.0.0"].map(fullTarget)).toEqual([
    `vllm@${newest}`,
    `vllm@${newest}`,
    "vllm@0.19.1",
    "acme@1.0.0",
  ]);
});
