import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { cacheFolder } from "./cache-folder.js";
import { readCached, writeCached } from "./cached-file.js";

const folder = mkdtempSync(path.join(tmpdir(), "fettle-cache-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const data = Buffer.from("compiled");

test("what was written is read; a missing, damaged or cut file is not", () => {
  const file = path.join(folder, "own/file");
  expect(readCached(file)).toBeNull();
  writeCached(file, data, 4);
  expect(readCached(file)).toEqual(data);
  const written = readFileSync(file);
  for (let at = 0; at < written.length; at++) {
    const damaged = Buffer.from(written);
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    writeFileSync(file, damaged);
    expect(readCached(file)).toBeNull();
  }
  for (const length of [0, 10, written.length - 1]) {
    writeFileSync(file, written.subarray(0, length));
    expect(readCached(file)).toBeNull();
  }
});

test("a file that others may write does not count", () => {
  const file = path.join(folder, "shared/file");
  writeCached(file, data, 4);
  chmodSync(file, 0o620);
  expect(readCached(file)).toBeNull();
});

test("the oldest files are removed beyond the limit, and a folder that cannot be made is no error", () => {
  for (const name of ["a", "b", "c"]) {
    writeCached(path.join(folder, "full", name), data, 2);
    utimesSync(path.join(folder, "full", name), 1000 + name.charCodeAt(0), 1000 + name.charCodeAt(0));
  }
  writeCached(path.join(folder, "full/d"), data, 2);
  expect(readdirSync(path.join(folder, "full")).sort()).toEqual(["c", "d"]);
  writeFileSync(path.join(folder, "file"), "");
  expect(() => writeCached(path.join(folder, "file/inside"), data, 2)).not.toThrow();
});

test("the folder is in XDG_CACHE_HOME if that is absolute, and there is none for FETTLE_CACHE=none", () => {
  expect(cacheFolder({ XDG_CACHE_HOME: "/x" })).toBe(path.join("/x", "fettle"));
  expect(cacheFolder({ XDG_CACHE_HOME: "x" })).toMatch(/\.cache.fettle$/);
  expect(cacheFolder({ XDG_CACHE_HOME: "/x", FETTLE_CACHE: "none" })).toBeNull();
});
