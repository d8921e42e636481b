import { cpSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { fettle, fixtures, folderWith } from "./fettle.js";
import { shipped } from "./rules-repository.js";

const fixture = (name: string) => readFileSync(path.join(fixtures, name));
const project = () =>
  folderWith({
    "repo/fettle.config.json": '{ "set": "acme", "rules": ["own"], "target": "vllm@0.20.0" }',
    "repo/own/acme.set.json": fixture("own/acme.set.json"),
    "repo/own/acme/heads.pack.json": fixture("own/acme/heads.pack.json"),
    "repo/own/acme/limits.pack.json": fixture("own/acme/limits.pack.json"),
    "repo/deep/er/document.json": fixture("document.json"),
  });

test("fettle.config.json is found above, its folders being relative to it", () => {
  const cwd = path.join(project(), "repo/deep/er");
  const { code, out } = fettle(["list", "--format", "json"], { cwd });
  const { set, target, packs } = JSON.parse(out);
  expect({ code, set, target }).toEqual({ code: 0, set: "acme", target: "vllm@0.20.0" });
  const own = packs.filter(({ hook }: { hook: string }) => hook !== "policy");
  expect(own.map(({ file }: { file: string }) => file)).toEqual([
    "../../own/acme/heads.pack.json",
    "../../own/acme/limits.pack.json",
  ]);
  const { changes } = JSON.parse(fettle(["apply", "document.json", "--format", "json"], { cwd }).out);
  expect(changes[2].rule).toBe("acme/heads/later");
});

test("options win over it", () => {
  const cwd = path.join(project(), "repo");
  const { set, target } = JSON.parse(
    fettle(["list", "--format", "json", "--set", "vllm", "--target", "vllm@0.19.0"], { cwd }).out,
  );
  expect({ set, target }).toEqual({ set: "vllm", target: "vllm@0.19.0" });
});

test("it is not looked for above the root of the repository", () => {
  const folder = project();
  mkdirSync(path.join(folder, "repo/deep/.git"));
  expect(JSON.parse(fettle(["list", "--format", "json"], { cwd: path.join(folder, "repo/deep/er") }).out).set).toBe(
    "vllm",
  );
});

test("init writes a file that the other commands take, and does not write over it", () => {
  const cwd = folderWith({});
  const file = path.join(cwd, "fettle.config.json");
  expect(fettle(["init"], { cwd })).toMatchObject({
    code: 0,
    err: "",
    out: expect.stringContaining("wrote fettle.config.json"),
  });
  const { $schema, ...rest } = JSON.parse(readFileSync(file, "utf8"));
  expect(rest).toEqual({ set: "vllm", rules: ["rules"], target: "vllm@0.33.0" });
  expect(path.basename(realpathSync(path.resolve(cwd, $schema)))).toBe("project.schema.json");
  expect(fettle(["list"], { cwd }).code).toBe(0);
  writeFileSync(file, '{ "set": "vllm" }');
  expect(fettle(["init"], { cwd })).toMatchObject({
    code: 2,
    out: "",
    err: expect.stringContaining(
      "`fettle.config.json` already exists [exists-already]\n  edit it, or overwrite it with `--force`",
    ),
  });
  expect(readFileSync(file, "utf8")).toBe('{ "set": "vllm" }');
  expect(fettle(["init", "--force", "--target", "vllm@0.20.0"], { cwd }).code).toBe(0);
  expect(JSON.parse(readFileSync(file, "utf8")).target).toBe("vllm@0.20.0");
});

test("without it, the rules of a folder `rules` are taken", () => {
  const pack = (name: string) => ({ [`${name}/acme/heads.pack.json`]: fixture("own/acme/heads.pack.json") });
  const packs = (cwd: string, ...options: string[]) =>
    JSON.parse(fettle(["list", "--format", "json", ...options], { cwd }).out).packs.map(
      ({ pack }: { pack: string }) => pack,
    );
  const cwd = folderWith({ ...pack("rules"), ...pack("other") });
  expect(packs(cwd)).toContain("acme/heads");
  expect(packs(folderWith(pack("other")))).not.toContain("acme/heads");
  expect(packs(folderWith({ ...pack("rules"), "fettle.config.json": "{}" }))).not.toContain("acme/heads");
  expect(fettle(["test", "acme/heads"], { cwd }).out).toContain("acme/heads");
});

test("a copy of the shipped rules takes their place", () => {
  const cwd = folderWith({});
  cpSync(shipped, path.join(cwd, "copy"), { recursive: true });
  const file = path.join(cwd, "copy/vllm/gemma4.pack.json");
  writeFileSync(file, readFileSync(file, "utf8").replace(/"title": ".*"/, '"title": "Another title"'));
  const { packs } = JSON.parse(fettle(["list", "--format", "json", "--rules", "copy"], { cwd }).out);
  expect(packs.find(({ pack }: { pack: string }) => pack === "vllm/gemma4")).toMatchObject({
    file: "copy/vllm/gemma4.pack.json",
    title: "Another title",
  });
  expect(fettle(["check", "--rules", "copy"], { cwd })).toMatchObject({
    code: 0,
    err: "",
    out: expect.stringMatching(/^checked \d\d+ files for vllm@\S+: no findings\n$/),
  });
});
