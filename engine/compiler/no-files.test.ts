import { expect, test } from "vitest";
import { FettleError } from "../common/diagnostic.js";
import { readFolders, readPrelinked, readRules } from "./no-files.js";

test("without a file system, rules must be passed in memory", () => {
  for (const read of [readFolders, readPrelinked, readRules]) {
    expect(read).toThrow(FettleError);
    expect(read).toThrow(/\[usage\]\n {2}pass them as `files`/);
  }
});
