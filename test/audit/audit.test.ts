import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { SaxesParser } from "saxes";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Audited } from "../../engine/audit/audited.js";
import { run } from "../../engine/cli/run.js";
import { plain } from "../../engine/report/terminal/style.js";

const root = path.resolve(import.meta.dirname, "../fleet");
const models = ["--models", path.join(root, "models")];
const own = ["--rules", path.join(root, "rules")];
const folder = mkdtempSync(path.join(tmpdir(), "fettle-audit-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs in this process. */
async function fettle(words: readonly string[], input = ""): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ["", ""];
  const code = await run(words, {
    write: async (text) => void (out += text),
    writeData: async (data) => void (out += String(data)),
    note: (text) => void (err += text),
    showLine: () => {},
    input: (async function* () {
      yield Buffer.from(input);
    })(),
    ...{ colors: plain, noteColors: plain, columns: 120, isNoteTerminal: false },
  });
  return { code, out, err };
}

const audit = (places: readonly string[], input = "") => fettle(["audit", ...places, ...models, ...own], input);
const found = async (places: readonly string[], input = ""): Promise<Audited & { ok: boolean }> =>
  JSON.parse((await audit([...places, "--format", "json"], input)).out);
const violated = (audited: Audited, name: string) =>
  audited.deployments
    .find((entry) => entry.name === name)!
    .outcomes.filter(({ verdict }) => verdict === "violated")
    .map(({ rule }) => rule);

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

describe("twenty manifests of eight kinds", () => {
  let audited: Audited & { ok: boolean };
  const output = (ending: string) => path.join(folder, `audit.${ending}`);
  beforeAll(async () => {
    const outputs = ["html", "md", "sarif", "xml", "txt"].flatMap((ending) => ["--output", output(ending)]);
    audited = await found([path.join(root, "deployments"), ...outputs]);
  }, 60_000);

  test("each is held to policies at its own release, under its owner's name", () => {
    expect(audited).toMatchObject({ ok: false, findings: [], idle: [] });
    expect(audited.targets).toEqual(["vllm@0.26.0", "vllm@0.30.0", "vllm@0.32.0", "vllm@0.33.0"]);
    expect(audited.deployments).toHaveLength(23);
    expect(audited.deployments.find(({ name }) => name === "StatefulSet/prod/half-precision")).toMatchObject({
      ...{ target: "vllm@0.32.0", isTargetStated: true, model: "acme/llama-8b", replicas: 2, line: 11, launch: [] },
      outcomes: expect.arrayContaining([
        expect.objectContaining({
          ...{ rule: "acme/limits/no-fp16", verdict: "accepted", message: "dtype is float16" },
          suggestions: [{ field: "model_config.dtype", value: "bfloat16", args: ["--dtype", "bfloat16"] }],
          exception: expect.objectContaining({ owner: "search-team" }),
        }),
      ]),
    });
    expect(violated(audited, "LeaderWorkerSet/prod/large")).toEqual(["acme/limits/replicas-in-production"]);
    expect(violated(audited, "InferenceService/kserve/own-container")).toEqual(["policies/lifecycle/removed-soon"]);
    expect(violated(audited, "Deployment/prod/chat")).toEqual(["policies/lifecycle/removed-soon"]);
    expect(violated(audited, "Job/batch/nightly-batch")).toEqual([
      "policies/lifecycle/release-not-pinned",
      "policies/parallelism/devices-idle",
    ]);
  });

  test("what vLLM refuses is told as that, by the rule that says so, and policies beside it", () => {
    const odd = audited.deployments.find(({ name }) => name === "Deployment/staging/odd-heads")!;
    expect(odd.launch).toMatchObject([{ code: "core/launch-checks/heads-not-divisible" }]);
    expect(odd.outcomes.find(({ rule }) => rule === "policies/overrides/flag-overridden")).toMatchObject({
      verdict: "unknown",
      message: "vLLM does not start this deployment",
    });
  });

  test("without its config.json, what a manifest says is judged and the rest is unknown", () => {
    const { outcomes, isResolved } = audited.deployments.find(({ name }) => name === "Compose/embedding")!;
    const verdicts = Object.fromEntries(outcomes.map(({ rule, verdict }) => [rule, verdict]));
    expect(isResolved).toBe(false);
    expect(verdicts).toMatchObject({
      "policies/serving/no-api-key": "violated",
      "policies/lifecycle/release-not-pinned": "passed",
      "policies/memory/no-headroom": "unknown",
      "policies/overrides/flag-overridden": "unknown",
    });
  });

  test("a replaced value is told with its flag and the rule behind it", () => {
    const { outcomes } = audited.deployments.find(({ name }) => name.endsWith("Dockerfile"))!;
    expect(outcomes.find(({ rule }) => rule === "policies/overrides/flag-overridden")!.message).toBe(
      `--compilation-config '{"mode": 3}' has no effect, overridden by core/compilation-mode/eager`,
    );
  });

  test("SARIF has the manifests' lines, the policies as rules, and accepts what is excepted", () => {
    const { runs } = JSON.parse(readFileSync(output("sarif"), "utf8"));
    const results: any[] = runs[0].results;
    const accepted = results.find(({ ruleId }) => ruleId === "acme/limits/no-fp16");
    expect(accepted).toMatchObject({ level: "error", suppressions: [{ kind: "external" }] });
    expect(accepted.locations[0].physicalLocation.region).toEqual({ startLine: 11 });
    expect(accepted.locations[0].physicalLocation.artifactLocation.uri).toMatch(/half-precision\.yaml$/);
    expect(runs[0].tool.driver.rules.find(({ id }: any) => id === "acme/limits/no-fp16").properties).toEqual({
      owner: "ml-platform",
    });
    expect(new Set(results.map(({ partialFingerprints: prints }) => prints["fettleFinding/v1"])).size).toBe(
      results.length,
    );
  });

  test("JUnit is whole, and counts what fails", () => {
    const text = readFileSync(output("xml"), "utf8");
    const parser = new SaxesParser();
    const counts: Record<string, number> = {};
    parser.on("opentag", ({ name }) => void (counts[name] = (counts[name] ?? 0) + 1));
    parser.write(text).close();
    const errors = audited.deployments.flatMap(({ outcomes }) =>
      outcomes.filter(({ verdict, severity }) => verdict === "violated" && severity === "error"),
    );
    const broken = audited.deployments.filter(({ launch }) => launch.length > 0);
    expect(broken.length).toBeGreaterThan(0);
    expect(counts).toMatchObject({ testsuite: 23, failure: errors.length + broken.length });
  });

  test("the other reports tell the same", () => {
    const [page, markdown, text] = ["html", "md", "txt"].map((ending) => readFileSync(output(ending), "utf8"));
    for (const report of [page, markdown, text]) expect(report).toContain("accepted by search-team until 2099-01-01");
    expect(page!.match(/<section /g)).toHaveLength(23);
    expect(markdown).toContain("| `Job/batch/nightly-batch` |");
  });
});

test("severities that count, and policies that are asked, are chosen", async () => {
  const chat = path.join(root, "deployments/kubernetes/large.yaml");
  expect((await audit([chat])).code).toBe(0);
  expect((await audit([chat, "--fail-on", "warning"])).code).toBe(1);
  const { rules } = await found([chat, "--policy", "acme"]);
  expect(rules.map(({ rule }) => rule)).toEqual(["acme/limits/no-fp16", "acme/limits/replicas-in-production"]);
  expect(await audit([chat, "--policy", "acme/limit"])).toMatchObject({
    code: 2,
    err: expect.stringContaining("acme/limits"),
  });
  expect((await audit([path.join(root, "deployments/scripts/serve.sh"), "--fail-on", "none"])).code).toBe(0);
});

test("an exception ends on its day, and is told where it accepts nothing", async () => {
  const half = path.join(root, "deployments/kubernetes/half-precision.yaml");
  const ended = await found([half, "--today", "2099-01-01"]);
  expect(violated(ended, "StatefulSet/prod/half-precision")).toEqual(["acme/limits/no-fp16"]);
  expect(ended.idle).toMatchObject([{ code: "idle-exception", severity: "warning", line: 4 }]);
  const fixed = write("fixed.yaml", readFileSync(half, "utf8").replace("--dtype, half, ", ""));
  expect((await found([fixed])).idle).toMatchObject([{ message: expect.stringContaining("no longer violates") }]);
});

test("a rendered chart on standard input; one bad deployment does not stop the others", async () => {
  const [chat, config] = ["chat", "serving-config"].map((name) =>
    readFileSync(path.join(root, `deployments/kubernetes/${name}.yaml`), "utf8"),
  );
  const later = chat!.replace("v0.33.0", "v0.99.0").replace("name: chat", "name: new");
  const { deployments, findings } = await found(
    ["-"],
    [chat, later, "kind: Deployment\nspec:\n  image: {{ .Values.image }}\n", config, "kind: [cut"].join("---\n"),
  );
  expect(deployments.map(({ name }) => name)).toEqual(["Deployment/prod/chat"]);
  expect(findings.map(({ code, file, line }) => [code, file, line])).toEqual([
    ["template-not-rendered", "standard input", 53],
    ["yaml-syntax", "standard input", expect.any(Number)],
    ["unknown-release", "standard input", 40],
  ]);
  expect((await audit(["-"], later)).out).toContain("\n    did you mean `vllm@0.33.0`?");
});

test("files that state no deployment are passed over", async () => {
  write("other/service.yaml", "kind: Service\nmetadata: { name: a }\n");
  write("other/workflow.yml", "on: push\njobs: { build: { runs-on: ubuntu, steps: [] } }\n");
  expect(await found([path.join(folder, "other")])).toMatchObject({ ok: true, deployments: [], findings: [] });
});

test("check finds mistakes in exceptions", async () => {
  const bad = { rule: "acme/limits/no-fp61", deployment: "a", owner: "o", reason: "r", expires: "soon" };
  const past = { rule: "acme/limits/no-fp16", deployment: "a", owner: "o", reason: "r", expires: "2020-01-01" };
  const rules = path.join(root, "rules");
  write("rules/acme/x.exceptions.json", JSON.stringify({ exceptions: [bad, past, past] }));
  const { code, out } = await fettle(["check", path.join(folder, "rules"), "--rules", rules, "--format", "json"]);
  expect(code).toBe(1);
  expect(JSON.parse(out).diagnostics.map(({ code: id, path: at }: any) => [id, at])).toEqual([
    ["bad-exception", "/exceptions/0/rule"],
    ["bad-exception", "/exceptions/0/expires"],
    ["idle-exception", "/exceptions/1/expires"],
    ["bad-exception", "/exceptions/2/rule"],
    ["idle-exception", "/exceptions/2/expires"],
  ]);
});

test("a policy is no behavior: it is no stage, is not included, and behavior does not look at manifests", async () => {
  const policy = JSON.stringify({ pack: "acme/p", kind: "policy", rules: [{ id: "r", then: [{ forbid: "no" }] }] });
  const files = {
    "p.pack.json": policy,
    "b.pack.json": JSON.stringify({
      ...{ pack: "acme/b", hook: "vllm_config" },
      rules: [
        {
          id: "r",
          when: { fact: "deployment.replicas", operator: "equal", value: 1 },
          then: [{ include: "acme/p" }],
        },
      ],
    }),
  };
  for (const [name, text] of Object.entries(files)) write(`misplaced/acme/${name}`, text);
  write(
    "misplaced/own.set.json",
    JSON.stringify({ set: "own", extends: "vllm", target: "vllm@latest", stages: [{ pack: "acme/p" }] }),
  );
  const rules = path.join(folder, "misplaced");
  const { out } = await fettle(["check", rules, "--rules", rules, "--format", "json"]);
  const told = JSON.parse(out).diagnostics.filter(({ code }: any) => code === "misplaced-policy");
  expect(told.map(({ file, path: at }: any) => [path.basename(file), at])).toEqual([
    ["b.pack.json", "/rules/0/when/fact"],
    ["b.pack.json", "/rules/0/then/0/include"],
    ["own.set.json", "/stages/0/pack"],
  ]);
});

describe("a manifest in place of a model", () => {
  const deployment = (name: string) => path.join(root, "deployments", name);

  test("resolve and why answer for its deployment, at its release", async () => {
    const half = await fettle(["resolve", deployment("kubernetes/half-precision.yaml"), ...models, "--format", "json"]);
    expect(JSON.parse(half.out).document.model_config).toMatchObject({ dtype: "float16" });
    const why = await fettle(["why", "compilation_config.mode", deployment("docker/Dockerfile"), ...models]);
    expect(why.out).toContain("core/compilation-mode/eager  3 → 0");
    const old = await fettle(["why", "model_config.dtype", deployment("kubernetes/half-precision.yaml"), ...models]);
    expect(old.out).toContain("vllm@0.32.0");
  });

  test("of several, one is chosen by its name", async () => {
    const file = deployment("charts/llm-d.yaml");
    const none = await fettle(["resolve", file, ...models]);
    expect(none).toMatchObject({ code: 2, out: "", err: expect.stringContaining("llm-d/acme/llama-8b-decode") });
    const one = await fettle([
      "why",
      "parallel_config.tensor_parallel_size",
      file,
      ...models,
      "--deployment",
      "llm-d/acme/llama-8b-decode",
    ]);
    expect(one).toMatchObject({ code: 0, out: expect.stringContaining("tensor_parallel_size = 2") });
  });

  test("one that holds no deployment is told", async () => {
    const file = write("none.yaml", "kind: Service\n");
    expect(await fettle(["resolve", file])).toMatchObject({
      code: 2,
      err: expect.stringContaining("no deployment found"),
    });
  });
});
