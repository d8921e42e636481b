/** Mutants of the core rooms: `npm run test:mutants -- --mutate 'engine/language/actions/*.ts'` takes a part of them. */
export default {
  plugins: ["@stryker-mutator/vitest-runner", new URL("message-texts.js", import.meta.url).pathname],
  ignorers: ["message-texts"],
  testRunner: "vitest",
  vitest: { configFile: "test/mutants/vitest.config.ts", related: false },
  mutate: ["engine/{compiler,language}/**/*.ts", "!**/*.test.ts", "!**/*.d.ts", "!engine/compiler/python/**"],
  coverageAnalysis: "perTest",
  concurrency: 2,
  timeoutMS: 10_000,
  incremental: true,
  incrementalFile: ".stryker/incremental.json",
  tempDirName: ".stryker/sandbox",
  ignorePatterns: ["**/*.md", "dist*", ".built-*", "docs", "scripts/docs"],
  reporters: ["clear-text", "json", "progress"],
  jsonReporter: { fileName: ".stryker/report.json" },
  clearTextReporter: { logTests: false, allowColor: false },
  thresholds: { high: 100, low: 95, break: 95 },
};
