import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { folderWith, fettle } from "./fettle.js";
import { commit, git, repositoryWith } from "../review/repository.js";

const field = "scheduler_config.max_num_seqs";
const over = (limit: number) => ({ fact: field, operator: "greaterThan", value: limit });
const pack = (name: string, ...rules: object[]) => ({
  [`${name.split("/")[1]}.pack.json`]: JSON.stringify({ pack: name, hook: "vllm_config", rules }),
});
const folders = (old: object, now: object) =>
  folderWith(
    Object.fromEntries(
      [
        ["old", old],
        ["new", now],
      ].flatMap(([side, files]) =>
        Object.entries(files as object).map(([file, text]) => [`${side}/acme/${file}`, text]),
      ),
    ),
  );
const compare = (cwd: string) => {
  const { code, out } = fettle(["diff", "./old", "./new", "--target", "0.33", "--format", "json"], { cwd });
  return { code, packs: JSON.parse(out).packs };
};
const fewer = { id: "fewer", when: over(64), then: [{ set: field, value: 64 }] };
const told = { ...fewer, then: [...fewer.then, { log: "info", code: "fewer", message: "fewer" }] };
const runs = (name: string) => pack("acme/z-outer", { id: "run", then: [{ include: name }] });

test("a pack under another name is one that was renamed, with those that include it", () => {
  const { code, packs } = compare(
    folders(
      { ...pack("acme/limits", fewer), ...runs("acme/limits") },
      { ...pack("acme/sequences", fewer), ...runs("acme/sequences") },
    ),
  );
  expect(packs).toMatchObject([
    {
      pack: "acme/sequences",
      status: "renamed",
      was: "acme/limits",
      isElsewhere: false,
      verdict: "same",
      codes: [],
      rules: [],
      parts: [],
      effects: [],
    },
    { pack: "acme/z-outer", status: "runs-changed", verdict: "same" },
  ]);
  expect(code).toBe(0);
});

test("codes that begin with the name are told, and what else changed is compared", () => {
  const codes = [{ before: "acme/limits/fewer", after: "acme/sequences/fewer" }];
  const same = compare(folders(pack("acme/limits", told), pack("acme/sequences", told)));
  expect(same).toMatchObject({ code: 1, packs: [{ status: "renamed", verdict: "same-apart-from-codes", codes }] });
  const other = {
    id: "tokens",
    when: { fact: "scheduler_config.max_num_batched_tokens", operator: "greaterThan", value: 1000 },
    then: [{ set: "scheduler_config.max_num_batched_tokens", value: 1000 }],
  };
  const edited = compare(
    folders(
      pack("acme/limits", told, other),
      pack("acme/sequences", told, { ...other, when: { ...other.when, value: 900 } }),
    ),
  );
  expect(edited).toMatchObject({
    code: 1,
    packs: [
      {
        status: "renamed",
        was: "acme/limits",
        verdict: "differs",
        rules: [{ kind: "changed", rule: "tokens" }],
        codes,
      },
    ],
  });
});

test("a name that makes it run behind others is no mere name", () => {
  const middle = pack("acme/middle", { id: "more", when: over(32), then: [{ set: field, value: 128 }] });
  const { code, packs } = compare(
    folders({ ...pack("acme/limits", fewer), ...middle }, { ...pack("acme/sequences", fewer), ...middle }),
  );
  expect(packs).toMatchObject([{ pack: "acme/sequences", status: "renamed", isElsewhere: true, verdict: "differs" }]);
  expect(code).toBe(1);
});

test("a review tells it, and fails for nothing of it", () => {
  const text = (name: string) =>
    JSON.stringify({
      pack: name,
      hook: "vllm_config",
      rules: [{ ...told, why: "The machines have no memory for more." }],
    });
  const cases = (name: string) =>
    JSON.stringify({
      pack: name,
      cases: [128, 64].map((given) => ({
        name: `given ${given}`,
        document: { scheduler_config: { max_num_seqs: given } },
        expect: given === 64 ? {} : { changes: { [field]: 64 }, logs: [{ level: "info", code: `${name}/fewer` }] },
      })),
    });
  const files = (name: string) => ({
    [`rules/acme/${name}.pack.json`]: text(`acme/${name}`),
    [`rules/acme/${name}.cases.json`]: cases(`acme/${name}`),
  });
  const folder = repositoryWith(files("limits"));
  git(folder, "checkout", "-q", "main");
  git(folder, "rm", "-q", "-r", "rules");
  mkdirSync(path.join(folder, "rules/acme"), { recursive: true });
  Object.entries(files("sequences")).forEach(([file, content]) => writeFileSync(path.join(folder, file), content));
  commit(folder, "a better name");
  const { code, out } = fettle(["review", "HEAD~1", "HEAD", "--target", "0.33", "--format", "json"], { cwd: folder });
  const { packs, findings } = JSON.parse(out);
  expect(packs).toMatchObject([{ pack: "acme/sequences", status: "renamed" }]);
  expect(findings).toMatchObject([{ kind: "behavior", severity: "note" }]);
  expect(code).toBe(0);
});
