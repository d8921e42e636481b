// Prints the run's totals as `N passed, N failed, N skipped`; fails where tests failed or none ran.
import { readFileSync } from "node:fs";

const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, success } = JSON.parse(
  readFileSync(new URL("results.json", import.meta.url), "utf8"),
);
const skipped = numPendingTests + numTodoTests;
console.log(`${numPassedTests} passed, ${numFailedTests} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = success && numFailedTests === 0 && numPassedTests > 0 ? 0 : 1;
