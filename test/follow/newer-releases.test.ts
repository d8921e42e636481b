import { expect, test } from "vitest";
import { newerReleases } from "../../scripts/follow/newer-releases.js";

test("releases that pip lists are newer, each once, without patches of four parts", () => {
  const output = "vllm (0.33.0)\nAvailable versions: 0.33.0, 0.32.0, 0.10.1.1, 0.9.0.1, 0.9.0\n  LATEST: 0.33.0\n";
  expect(newerReleases(output, "0.31.0")).toEqual(["0.32.0", "0.33.0"]);
  expect(newerReleases(output, "0.33.0")).toEqual([]);
});
