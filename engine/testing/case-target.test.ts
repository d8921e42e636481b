import { expect, test } from "vitest";
import { caseTarget } from "./case-target.js";

const asked = (version: string) => ({ project: "vllm", version });

test.each([
  ["where nothing is said", {}, undefined, "0.19.0", "vllm@0.19.0"],
  ["where case and pack are for it", { versions: ">=0.18.0" }, ">=0.17.0", "0.19.0", "vllm@0.19.0"],
  ["beyond the case's range", { versions: "<0.28.0" }, undefined, "0.33.0", "vllm@0.27.1"],
  ["before the case's range", { versions: ">=0.20.0 <0.21.0" }, undefined, "0.17.0", "vllm@0.20.2"],
  ["before the pack's range", {}, ">=0.19.0", "0.17.0", "vllm@0.33.0"],
  ["outside of what both are for", { versions: "<0.28.0" }, ">=0.27.0", "0.33.0", "vllm@0.27.1"],
  ["with a release of its own", { target: "vllm@0.20.0" }, ">=0.30.0", "0.33.0", "vllm@0.20.0"],
  ["with a release of its own, written short", { target: "vllm@0.20" }, undefined, "0.33.0", "vllm@0.20.2"],
  ["with a target that is none", { target: "vllm-0.20" }, undefined, "0.33.0", "vllm-0.20"],
  ["in a range without a known release", { versions: ">=0.34.0" }, undefined, "0.33.0", "vllm@0.34.0"],
])("%s", (_name, entry, packVersions, version, expected) => {
  expect(caseTarget(entry, packVersions, asked(version))).toBe(expected);
});

test("of a project without known releases, the first of the range", () => {
  expect(caseTarget({ versions: ">=2.0.0" }, undefined, { project: "acme", version: "1.0.0" })).toBe("acme@2.0.0");
});
