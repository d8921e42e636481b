import { execFileSync } from "node:child_process";
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { cacheFolder } from "./cache-folder.js";
import { readCached } from "./cached-file.js";
import { writeCached } from "./write-cached.js";

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

test.skipIf(process.platform === "win32")("what is no regular file in its place is neither read nor replaced", () => {
  const [inside, outside] = [path.join(folder, "special"), path.join(folder, "outside")];
  writeCached(outside, data, 9);
  mkdirSync(path.join(inside, "folder"), { recursive: true });
  execFileSync("mkfifo", [path.join(inside, "pipe")]);
  symlinkSync("/dev/zero", path.join(inside, "device"));
  symlinkSync(outside, path.join(inside, "link"));
  for (const name of ["pipe", "device", "folder", "link"]) {
    const file = path.join(inside, name);
    expect(readCached(file)).toBeNull();
    writeCached(file, Buffer.from("other"), 9);
    expect([file, lstatSync(file).isFile()]).toEqual([file, false]);
    expect(readCached(file)).toBeNull();
  }
  expect(readCached(outside)).toEqual(data);
});

test("only its owner may read it, whatever was there before, and a killed writer's draft is removed", () => {
  const file = path.join(folder, "private/inner/file");
  writeCached(file, data, 4);
  chmodSync(file, 0o666);
  writeFileSync(path.join(folder, "private/inner/.file.999999999.fettle-draft"), "half");
  writeCached(file, data, 4);
  expect(readCached(file)).toEqual(data);
  expect(readdirSync(path.dirname(file))).toEqual(["file"]);
  for (const [place, mode] of [
    [file, 0o600],
    [path.dirname(file), 0o700],
    [path.join(folder, "private"), 0o700],
  ] as const)
    if (process.platform !== "win32") expect(statSync(place).mode & 0o777).toBe(mode);
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
