import { defineConfig } from "vitest/config";

/** What takes too long for every change: `npm run test:long` runs it. */
const long = [
  "test/long/**",
  "test/solver/{encoder,faults,proofs,shortcuts}.test.ts",
  "test/testing/mutate.test.ts",
  "test/review/scenario.test.ts",
  // In a browser, where there is one.
  "test/review/page.test.ts",
  "test/playground.test.ts",
];

export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    include: ["engine/**/*.test.ts", "test/**/*.test.ts", "scripts/**/*.test.ts"],
    exclude: ["**/node_modules/**", ...long],
    globalSetup: ["test/cli/build.ts"],
    setupFiles: ["test/share-memory.ts", "test/seed.ts"],
    testTimeout: 60_000,
    // Witnesses are those of the bundled solver, whatever is installed here; and nothing is kept between runs.
    env: { FETTLE_Z3: "none", FETTLE_CACHE: "none" },
    maxWorkers: 2,
    // What the engine keeps is read-only, so that files can share it.
    isolate: false,
  },
});
