import { defineConfig } from "vitest/config";
import config from "./vitest.config.js";

const seed = process.env["FETTLE_SEED"] ?? String(Date.now() % 2 ** 31);
console.log(`FETTLE_SEED=${seed}`);

/** All tests, and those that take too long for every change; properties are tried more often, each time elsewhere. */
export default defineConfig({
  test: {
    ...config.test,
    env: { ...config.test?.env, FETTLE_LONG: "1", FETTLE_SEED: seed },
    exclude: ["**/node_modules/**"],
    setupFiles: ["test/seed.ts"],
  },
});
