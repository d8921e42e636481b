import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, inject, test } from "vitest";

test("the library can be required, and finds the shipped rules", () => {
  const place = JSON.stringify(path.join(inject("builtEngine"), "cjs"));
  const script = `require(${place}).load({ target: "0.33" }).then(({ set, target, packs }) => console.log(set, target, packs.size > 40))`;
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
  expect([stdout, stderr]).toEqual(["vllm vllm@0.33.0 true\n", ""]);
});
