/**
 * Mutants of the core rooms: `npm run test:mutants -- --mutate 'engine/language/actions/!(*.test).ts'` takes a part of
 * them.
 */
export default {
  plugins: ["message-texts.js", "in-process-runner.js"].map((file) => new URL(file, import.meta.url).pathname),
  ignorers: ["message-texts"],
  testRunner: "in-process",
  mutate: ["engine/{compiler,language}/**/*.ts", "!**/*.test.ts", "!**/*.d.ts", "!engine/compiler/python/**"],
  coverageAnalysis: "perTest",
  concurrency: 2,
  timeoutMS: 3000,
  incremental: true,
  incrementalFile: ".stryker/incremental.json",
  tempDirName: ".stryker/sandbox",
  ignorePatterns: ["**/*.md", "dist*", ".built-*", "docs", "scripts/docs"],
  reporters: ["clear-text", "json", "progress"],
  jsonReporter: { fileName: ".stryker/report.json" },
  clearTextReporter: { logTests: false, allowColor: false },
  thresholds: { high: 100, low: 95, break: 95 },
};
