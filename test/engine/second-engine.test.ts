import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { emitPython } from "../../engine/compiler/python/emit-python.js";
import { diffRules } from "../../engine/diff/diff-rules.js";
import { proveRules } from "../../engine/proofs/prove-rules.js";
import { reviewRules } from "../../engine/review/review-rules.js";
import { testPacks } from "../../engine/testing/test-packs.js";
import { checkRules } from "../../engine/workspace/check-rules.js";
import { loadProgram } from "../../engine/workspace/load-program.js";
import { resultToJson } from "../../engine/compiler/result-to-json.js";
import { ember } from "./ember.js";

const engines = { ember };

const set = {
  set: "ember",
  engine: "ember",
  target: "ember@latest",
  stages: [{ dispatch: "network" }, { dispatch: "launch" }],
};
/** Writes through one name of the decoder, and reads through the other. */
const widen = { id: "widen", then: [{ set: "network.spec.decoder.width", value: 8 }] };
const seen = { fact: "network.decoder.width", operator: "equal", value: 8 };
const limit = (value: number) => ({ id: "limit", when: seen, then: [{ set: "limits.batch", value }] });
const has = (fact: string) => ({ fact, operator: "isSet", value: true });
const ring = (when: object) => ({
  pack: "ember/ring",
  hook: "launch",
  match: { architectures: ["RingNet"] },
  rules: [{ ...widen, when }, limit(4)],
});
const guarded = { all: [has("network.spec.decoder"), has("network.decoder"), has("limits")] };
const base = ring(guarded);
const star = {
  pack: "ember/star",
  hook: "network",
  match: { architectures: ["StarNet"] },
  rules: [{ id: "rename", when: has("network.spec"), then: [{ set: "network.spec.name", value: "star" }] }],
};
const inside = { decoder: { width: 2 } };
const apart = { network: { kind: "RingNet", spec: inside, decoder: { width: 2 } }, limits: {} };
const shared = { ...apart, network: { ...apart.network, decoder: { $same: "spec.decoder" } } };
const wide = { "network.spec.decoder.width": 8 };
const cases = {
  pack: "ember/ring",
  cases: [
    { name: "one decoder", document: shared, expect: { changes: { ...wide, "limits.batch": 4 } } },
    { name: "two decoders", document: apart, expect: { changes: wide } },
    { name: "no decoder", document: { network: { kind: "RingNet" } }, expect: { changes: {} } },
  ],
};
const ofStar = {
  pack: "ember/star",
  cases: [
    {
      name: "named",
      document: { network: { kind: "StarNet", spec: {} } },
      expect: { changes: { "network.spec.name": "star" } },
    },
    { name: "without a spec", document: { network: { kind: "StarNet" } }, expect: { changes: {} } },
  ],
};
const filesOf = (pack: object): Record<string, object> => ({
  "ember/ember.set.json": set,
  "ember/ring.pack.json": pack,
  "ember/ring.cases.json": cases,
  "ember/star.pack.json": star,
  "ember/star.cases.json": ofStar,
});

const root = mkdtempSync(path.join(tmpdir(), "ember-"));
const write = (folder: string, files: Record<string, object>) => {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.join(root, folder, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(root, folder, name), `${JSON.stringify(content, null, 2)}\n`);
  }
  return path.join(root, folder);
};
/** The decoder's width no longer reaches the spec: only where both are one object does that show in the limits. */
const head = { ...base, rules: [{ ...base.rules[0], then: [] as object[] }, limit(4)] };
head.rules[0] = { ...widen, when: guarded, then: [{ set: "network.spec.width", value: 8 }] };

let [old, now] = ["", ""];
beforeAll(() => {
  old = write("base", filesOf(base));
  now = write("head", filesOf(head));
});
afterAll(() => rmSync(root, { recursive: true }));

const choice = () => ({ set: "ember", engines, rules: [old] });

describe("with an invented engine", () => {
  test("check knows its fields, hooks and architectures", async () => {
    expect((await checkRules(choice())).diagnostics).toEqual([]);
    const wrong = {
      ...star,
      match: { architectures: ["StarNett"] },
      rules: [
        { id: "batch", then: [{ set: "limits.batch", value: 1 }] },
        { id: "misspelt", then: [{ set: "network.knd", value: "x" }] },
      ],
    };
    const { diagnostics } = await loadProgram({
      ...{ set: "ember", engines, thorough: true },
      files: { ...filesOf({ ...base, hook: "lunch" }), "ember/star.pack.json": wrong },
    });
    const found = diagnostics.map(({ code, message, hint }) => `${code}: ${message}: ${hint}`);
    expect(found).toContainEqual(expect.stringMatching(/^schema: `hook` is `lunch`.*did you mean `launch`/));
    expect(found).toContainEqual(expect.stringMatching(/^unknown-field: .*`knd`.*did you mean `kind`/));
    expect(found).toContainEqual(
      expect.stringMatching(/^hook-mismatch: `limits` is not built yet at the hook network/),
    );
    expect(found).toContainEqual(expect.stringMatching(/^unknown-architecture: no release of Ember.*`StarNet`/));
  });

  test("a set can name no engine without an adapter", async () => {
    const { program, diagnostics } = await loadProgram({ set: "ember", files: filesOf(base) });
    expect([program, diagnostics[0]?.code]).toEqual([null, "unknown-engine"]);
  });

  test.each(["code", "closures"] as const)(
    "evaluation dispatches by its field, and keeps its alias: %s",
    async (mode) => {
      const { program } = await loadProgram({ set: "ember", engines, files: filesOf(base), mode });
      const { run, linked } = program!;
      expect(linked.target).toEqual({ project: "ember", version: "1.1.0" });
      const result = run(shared);
      expect(result.changes.map(({ path: place }) => place)).toEqual(["network.spec.decoder.width", "limits.batch"]);
      expect(resultToJson(shared, result, ember.alias).document).toEqual({
        network: { ...shared.network, spec: { decoder: { width: 8 } } },
        limits: { batch: 4 },
      });
      expect(run(apart).changes).toHaveLength(1);
      expect(run({ ...apart, network: { ...apart.network, kind: "StarNet" } }).changes).toMatchObject([
        { rule: "ember/star/rename" },
      ]);
      expect(run({ model_config: {}, limits: { mode: "slow" } }).error).toMatchObject({ kind: "type" });
    },
  );

  test("there is no Python module for it", async () => {
    const { program } = await loadProgram({ set: "ember", engines, files: filesOf(base) });
    const message = "there are no Python modules for Ember";
    expect(() => emitPython(program!.linked)).toThrow(message);
  });

  test("its cases run", async () => {
    const { packs } = await testPacks(choice());
    expect(packs.flatMap((pack) => pack.cases.map(({ differences }) => differences))).toEqual([[], [], [], [], []]);
  });

  test("diff refuses rules for another engine", async () => {
    const other = write("other", {
      "ember/ember.set.json": { set: "ember", target: "vllm@latest", stages: [{ pack: "ember/plain" }] },
      "ember/plain.pack.json": {
        pack: "ember/plain",
        hook: "vllm_config",
        rules: [{ id: "log", then: [{ log: "info", code: "ran", message: "ran" }] }],
      },
    });
    const refused = diffRules({ set: "ember", engines, rules: [old], base: old, head: other, seconds: 30 });
    await expect(refused).rejects.toMatchObject({
      diagnostics: [{ code: "usage", message: "the rules before are for Ember, those after for vLLM" }],
    });
  });

  test("diff finds a difference that only the alias shows", async () => {
    const { packs } = await diffRules({ ...choice(), base: old, head: now, seconds: 30 });
    expect(packs.map(({ pack, verdict }) => [pack, verdict])).toEqual([["ember/ring", "differs"]]);
    const limits = packs[0]!.effects.find(({ outcome }) => outcome.some(({ name }) => name === "limits.batch"));
    expect(limits?.witness).toMatchObject({ network: { decoder: { $same: "spec.decoder" } } });
  });

  test("prove knows that a write through one name is seen through the other, where both are one object", async () => {
    const width = (operator: string, name = "network.decoder") => ({ fact: `${name}.width`, operator, value: 8 });
    const claims = [
      { id: "written", why: "The rule sets it.", given: guarded, then: width("equal", "network.spec.decoder") },
      {
        ...{ id: "apart", why: "No rule names it.", given: { all: [...guarded.all, width("notEqual")] } },
        then: width("notEqual"),
      },
    ];
    const files = { ...filesOf(base), "ember/ring.claims.json": { pack: "ember/ring", claims } };
    const { proved } = await proveRules({ ...choice(), rules: [write("claims", files)], packs: ["ember/ring"] });
    const [written, isApart] = proved[0]!.proofs.filter(({ what }) => what === "claim");
    expect(written).toMatchObject({ outcome: "yes" });
    expect(isApart).toMatchObject({
      outcome: "no",
      document: { network: { decoder: { $same: expect.stringMatching(/^spec/) } } },
    });
  });

  test("review compares two commits", async () => {
    const folder = write("repository", filesOf(base));
    const git = (...words: readonly string[]) =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...words], { cwd: folder });
    git("init", "-q", "-b", "main");
    git("add", ".");
    git("commit", "-qm", "base");
    write("repository", filesOf(head));
    const before = process.cwd();
    process.chdir(folder);
    try {
      const { packs, findings } = await reviewRules({ ...choice(), rules: ["."], base: "HEAD", seconds: 30 });
      expect(packs.map(({ pack }) => pack)).toEqual(["ember/ring"]);
      expect(findings.map(({ kind }) => kind)).toContain("case");
    } finally {
      process.chdir(before);
    }
  });
});
