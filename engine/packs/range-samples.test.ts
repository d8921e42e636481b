import fc from "fast-check";
import semver from "semver";
import { expect, test } from "vitest";
import { sampleVersions } from "./range-samples.js";
import { rangeOf, everyVersion } from "../../test/solver/version-ranges.js";
import { holdsFor } from "./target.js";

test.each([
  [["<=0.32.0"], ["0.0.0", "0.32.0", "0.32.1"]],
  [
    [">=0.20.0", "<0.19.0"],
    ["0.0.0", "0.19.0", "0.19.1", "0.20.0", "0.20.1"],
  ],
  [
    ["0.20.0", "0.20.1"],
    ["0.0.0", "0.20.0", "0.20.1-0", "0.20.1", "0.20.2"],
  ],
  [[">0.20.0-rc1 <0.20.0"], ["0.0.0", "0.20.0-rc1", "0.20.0-rc1.0", "0.20.0", "0.20.1"]],
  [["1.2.x"], ["0.0.0", "1.2.0-0", "1.2.0", "1.3.0-0", "1.3.0"]],
  [
    ["<0.0.1-0", "*"],
    ["0.0.0", "0.0.1-0", "0.0.1"],
  ],
  [[">=0.0.0"], ["0.0.0-0", "0.0.0", "0.0.1"]],
  [["*"], ["0.0.0"]],
])("%j has the samples %j", (ranges, samples) => {
  expect(sampleVersions(ranges)).toEqual(samples);
});

test("every version makes the same choice among ranges as a sample", () => {
  fc.assert(
    fc.property(fc.array(rangeOf, { minLength: 1, maxLength: 5 }), (ranges) => {
      const choiceAt = (version: string) => ranges.map((range) => holdsFor(range, { project: "vllm", version })).join();
      const samples = sampleVersions(ranges);
      expect(samples).toEqual(samples.toSorted(semver.compare));
      const choices = new Set(samples.map(choiceAt));
      for (const version of everyVersion)
        if (!choices.has(choiceAt(version))) throw new Error(`${version} of ${samples.join()}`);
    }),
  );
});
