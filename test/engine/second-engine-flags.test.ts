import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { auditFleet } from "../../engine/audit/audit-fleet.js";
import { diffRules } from "../../engine/diff/diff-rules.js";
import { compareServer } from "../../engine/compare/compare-server.js";
import { complete } from "../../engine/editor/complete.js";
import { readChosenDocument } from "../../engine/editor/chosen-document.js";
import { historyText } from "../../engine/editor/describe.js";
import { Session } from "../../engine/editor/session.js";
import { explainField } from "../../engine/explain/explain-field.js";
import { pinsOf } from "../../engine/explain/pins.js";
import { resolutionOf } from "../../engine/report/json/json.js";
import { reportServeArgs } from "../../engine/report/serve-formats/serve-args.js";
import { reportKubernetesPatch } from "../../engine/report/serve-formats/kubernetes-patch.js";
import { fieldText } from "../../engine/report/why/text.js";
import { reportText } from "../../engine/report/terminal/text.js";
import { resolveModel } from "../../engine/resolve/resolve-model.js";
import { scaffold } from "../../engine/testing/scaffold.js";
import { loadProgram } from "../../engine/workspace/load-program.js";
import { compareDeployment } from "../../engine/upgrade/compare-deployment.js";
import { datingWith } from "../../engine/upgrade/date-changes.js";
import { ember } from "./ember.js";
import { served } from "./ember-serving.js";

const root = mkdtempSync(path.join(tmpdir(), "ember-flags-"));
afterAll(() => rmSync(root, { recursive: true }));
const write = (name: string, content: object): string => {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(content, null, 2));
  return file;
};

const set = { set: "ember", engine: "ember", target: "ember@latest", stages: [{ dispatch: "launch" }] };
const isLarge = { fact: "limits.batch", operator: "greaterThan", value: 8 };
const ring = {
  pack: "ember/ring",
  hook: "launch",
  match: { architectures: ["RingNet"] },
  rules: [
    { id: "large", when: isLarge, then: [{ set: "limits.mode", value: "safe" }] },
    { id: "widen", when: isLarge, then: [{ set: "network.decoder.width", value: 4 }] },
  ],
};
write("rules/ember/ember.set.json", set);
const packFile = write("rules/ember/ring.pack.json", ring);
const model = write("model/config.json", { architectures: ["RingNet"], decoder: { width: 2 } });
const engines = { ember: served };
const choice = { set: "ember", engines, rules: [path.join(root, "rules")] };
const resolved = async (...flags: readonly string[]) =>
  (await resolveModel({ ...choice, model, flags }, { pinAll: true })).evaluated;
const plain = { colors: new Proxy({}, { get: () => String }) as never, columns: null };

test("resolve builds a document from the engine's flags, and tells its origins", async () => {
  const evaluated = await resolved("--batch", "16");
  const { ok, document, origins, target } = resolutionOf(evaluated);
  expect(document).toMatchObject({
    network: { kind: "RingNet", spec: { decoder: { width: 4 } }, decoder: { $same: "spec.decoder" } },
    limits: { batch: 16, mode: "safe" },
  });
  expect([ok, target, origins["limits.batch"]]).toEqual([true, "ember@1.1.0", { kind: "flag", text: "--batch 16" }]);
  const { text } = reportText(evaluated, plain);
  expect(text).toContain("ember/ring/large");
  expect(text.split("\n").slice(0, 3)).toEqual(["RingNet  ·  ember@1.1.0", "", "  batch  16  --batch 16"]);
});

test("why names the rule that wrote a field, by either name of the alias", async () => {
  const evaluated = await resolved("--batch", "16");
  expect(explainField(["limits", "mode"], evaluated).moves.map(({ rule }) => rule)).toEqual(["ember/ring/large"]);
  const { alsoAt, moves } = explainField(["network", "spec", "decoder", "width"], evaluated);
  expect([alsoAt, moves.map(({ rule }) => rule)]).toEqual([["network.decoder.width"], ["ember/ring/widen"]]);
});

test("messages name the engine", async () => {
  const evaluated = await resolved("--batch", "4");
  expect(fieldText(explainField(["limits", "mode"], evaluated), evaluated.rules, plain)).toContain("Ember's default");
});

test("a server that does not state its configuration cannot be compared", async () => {
  const compared = compareServer({ ...choice, model }, { text: "{}", source: "info.json" });
  const message = "no configuration of a running Ember server can be read";
  await expect(compared).rejects.toMatchObject({ diagnostics: [{ code: "usage", message }] });
});

test("a value that an unknown input decides names the engine's flag", async () => {
  const { certainty } = explainField(["limits", "mode"], await resolved());
  expect(certainty).toEqual({ kind: "unknown", settledBy: ["--batch"] });
});

test("pins are the engine's flags, each tried by running again", async () => {
  const evaluated = await resolved("--batch", "16");
  const { pins, notes } = pinsOf(evaluated);
  expect(pins.flatMap(({ args }) => args)).toEqual(["--mode", "safe", "--batch", "16"]);
  expect(notes).toEqual([expect.stringMatching(/decoder\.width.* cannot be pinned: no flag sets it/)]);
  expect(reportServeArgs(evaluated).text).toBe("--mode safe --batch 16\n");
  expect(reportKubernetesPatch(await resolved("--batch", "9")).text).toContain("- --mode");
});

test("a flag that the release lacks is refused", async () => {
  await expect(
    resolveModel({ ...choice, target: "ember@1.0.0", model, flags: ["--mode", "safe"] }),
  ).rejects.toMatchObject({ diagnostics: [{ code: "unknown-flag" }] });
});

test("an engine that only runs rules cannot resolve", async () => {
  await expect(resolveModel({ ...choice, engines: { ember }, model })).rejects.toMatchObject({
    diagnostics: [{ code: "usage", message: "no documents of Ember can be built from models and flags" }],
  });
});

test("the editor completes and describes the engine's fields and flags", async () => {
  const ignore = { publish() {}, checked() {}, tell() {}, fault() {} };
  const session = new Session(root, ignore, choice);
  const { checked } = await session.checked();
  expect(checked.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const serving = await session.serving();
  const syntax = await session.syntaxOf(pathToFileURL(packFile).href);
  if (syntax === null) throw new Error("no syntax");
  const position = syntax.document.positionAt(syntax.text.indexOf("limits.batch") + 3);
  const items = (await complete(syntax, position, session.names, serving))?.items ?? [];
  const batch = items.find(({ label }) => label === "limits.batch")?.documentation as { readonly value: string };
  expect(batch.value).toMatch(/The most requests of a step\.[^]*Default in Ember 1\.1\.0: `null`[^]*Flag: `--batch`/);
  expect(items.map(({ label }) => label)).not.toContain("cache_config.block_size");
  expect(historyText("limits.mode", serving.release)).toBe("");
  const document = await readChosenDocument(model, serving);
  expect(document).toMatchObject({ network: { kind: "RingNet" }, limits: { batch: null } });
  session.close();
});

test("upgrade compares the flags and fields of two releases", async () => {
  const open = async (version: string) => {
    const { program } = await loadProgram({ ...choice, target: `ember@${version}`, deployments: true });
    if (program === null) throw new Error("no program");
    return { version, program, serving: served.serving.release(version) };
  };
  const build = { hfConfig: { architectures: ["StarNet"] }, model: "m", args: ["--mode", "fast"] };
  const move = { from: await open("1.1.0"), to: await open("1.0.0"), way: [], ...datingWith([]) };
  const { changes } = compareDeployment({ kind: "model", name: "star", build }, move);
  expect(changes[0]).toMatchObject({ kind: "flag", name: "--mode", causes: [{ text: "Ember 1.1.0 added it" }] });
});

test("audit and diff read the engine's deployments", async () => {
  const file = write("fleet/ring.json", { model: { architectures: ["RingNet"] }, args: ["--batch", "4"] });
  const { deployments, findings } = await auditFleet({ ...choice, places: [file] });
  expect(findings).toEqual([]);
  expect(deployments).toMatchObject([{ target: "ember@1.1.0", isResolved: true, launch: [] }]);
  const { fleet } = await diffRules({
    ...choice,
    base: choice.rules[0],
    head: choice.rules[0],
    fleet: [file],
    seconds: 5,
  });
  expect(fleet).toMatchObject({ documents: 1, touched: [] });
});

test("an engine without recipes says so", async () => {
  const recipe = write("recipe.yaml", {});
  await expect(resolveModel({ ...choice, recipe })).rejects.toMatchObject({
    diagnostics: [{ code: "usage", message: "Ember has no recipes" }],
  });
});

test("a new pack compares a field of its hook, and names the engine's dispatch field in its cases", () => {
  const [hook] = ember.hooks as [(typeof ember.hooks)[0]];
  const { pack, cases } = scaffold("acme/wide", { engine: ember, hook, architectures: ["RingNet"], schemas: "." });
  expect(pack).toMatchObject({
    hook: "network",
    match: { architectures: ["RingNet"] },
    facts: { limit: "network.spec.layers" },
  });
  expect(cases).toMatchObject({ cases: [{ document: { network: { kind: "RingNet", spec: { layers: 256 } } } }, {}] });
});
