import { defineConfig } from "vitest/config";
import config from "./vitest.config.js";

/** All tests, and those that take too long for every change; properties are tried more often. */
export default defineConfig({
  test: {
    ...config.test,
    env: { ...config.test?.env, FETTLE_LONG: "1" },
    exclude: ["**/node_modules/**"],
    setupFiles: [],
  },
});
