import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    include: ["engine/**/*.test.ts", "test/**/*.test.ts", "scripts/**/*.test.ts"],
    exclude: ["**/node_modules/**", "test/long/**"],
    globalSetup: ["test/cli/build.ts"],
    testTimeout: 60_000,
    maxWorkers: 2,
  },
});
