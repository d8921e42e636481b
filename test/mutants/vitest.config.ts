import { BaseSequencer, type TestSpecification } from "vitest/node";
import { defineConfig } from "vitest/config";

/** Generated packs, documents and expressions, and limits: they take seconds, and other tests kill most mutants. */
const slow = /\/(facts|parse-expression|limits|sharing|tree|json-rules-engine|jsonata-generated|modes)\.test\.ts$/;

/** Vitest would begin with the slowest. */
class QuickestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.sort((one, other) => Number(slow.test(one.moduleId)) - Number(slow.test(other.moduleId)));
  }
}

/** The tests that hold the core rooms, in process and cheap: each surviving mutant runs all that reach it. */
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: [
      "engine/{compiler,language}/**/*.test.ts",
      "test/agreement/{json-rules-engine,jsonata-generated,known-differences,modes}.test.ts",
      "test/engine/{changed-architecture,custom-operators,large-sets,limits,sharing,tree,versions}.test.ts",
      "test/packs/{broken-conditions,broken-packs}.test.ts",
    ],
    exclude: ["**/node_modules/**", "engine/compiler/python/**"],
    sequence: { sequencer: QuickestFirst },
    env: { FETTLE_Z3: "none", FETTLE_RUNS: "25", FETTLE_GENERATED_RUNS: "300", FETTLE_SEED: "1" },
    testTimeout: 60_000,
    isolate: false,
  },
});
