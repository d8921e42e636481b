import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { fettle, folderWith } from "../cli/fettle.js";

// What `resolve` writes for Helm and for kubectl, rendered and applied by the tools themselves, without a cluster.
// FETTLE_HELM is Helm's program, FETTLE_VLLM_CHART the folder of the production-stack chart without its dependencies;
// FETTLE_KUBECTL is kubectl's program.

const { FETTLE_HELM: helm = "helm", FETTLE_VLLM_CHART: chart = "", FETTLE_KUBECTL: kubectl = "kubectl" } = process.env;
const runs = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;
const hasHelm = existsSync(path.join(chart, "Chart.yaml")) && runs(helm, "version");
const hasKubectl = runs(kubectl, "version", "--client");

const models = path.join(import.meta.dirname, "../fleet/models");
const model = "acme/llama-8b";
const device = ["--device", "H100:8"];

const deployments: readonly (readonly string[])[] = [
  ["--tensor-parallel-size", "8"],
  ["--tensor-parallel-size", "4", "--max-model-len", "16384", "--enforce-eager"],
  ["--kv-cache-dtype", "fp8", "--max-num-batched-tokens", "2000000", "--no-enable-prefix-caching"],
  ["--compilation-config", '{"mode": 0}', "--gpu-memory-utilization", "0.00005", "--dtype", "bfloat16"],
];

interface Resolved {
  readonly document: Readonly<Record<"model_config" | "environment", Readonly<Record<string, unknown>>>>;
}

/** The document that a deployment runs with. */
function resolved(words: readonly string[], cwd: string): Resolved["document"] {
  const { out, err, code } = fettle(["resolve", "--format", "json", ...words], { cwd });
  expect({ code, err, out: code === 0 ? "" : out.slice(0, 4000) }).toMatchObject({ code: 0 });
  return (JSON.parse(out) as Resolved).document;
}

function printed(program: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: "utf8" });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  return stdout;
}

describe.skipIf(!hasHelm)("helm (skipped without FETTLE_HELM and FETTLE_VLLM_CHART)", () => {
  test.each(deployments)("the chart serves what was resolved: %s %s %s", (...flags) => {
    const cwd = folderWith({});
    const given = [path.join(models, model), ...device];
    const values = parse(fettle(["resolve", ...given, "--format", "helm-values", "--", ...flags]).out) as any;
    const entry = {
      ...{ name: "chat", repository: "vllm/vllm-openai", tag: "v0.33.0", modelURL: model, replicaCount: 1 },
      ...{ requestCPU: 4, requestMemory: "16Gi", requestGPU: 8, ...values.servingEngineSpec.modelSpec[0] },
    };
    writeFileSync(path.join(cwd, "values.yaml"), stringify({ servingEngineSpec: { modelSpec: [entry] } }));
    writeFileSync(path.join(cwd, "chart.yaml"), printed(helm, ["template", "x", chart, "-f", "values.yaml"], cwd));
    const document = resolved(["chart.yaml", "--models", models, ...device], cwd);
    const asked = resolved([...given, "--", ...flags], cwd);
    expect(withoutNames(document)).toEqual(withoutNames(asked));
  });
});

describe.skipIf(!hasKubectl)("kubectl (skipped without FETTLE_KUBECTL)", () => {
  test.each(deployments)("the patched Deployment serves what was resolved: %s %s %s", (...flags) => {
    const container = { name: "vllm", image: "vllm/vllm-openai:v0.33.0", command: ["vllm", "serve"], args: [model] };
    const sidecar = { name: "log", image: "busybox", args: ["tail"] };
    const manifest = {
      ...{ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "chat" } },
      spec: {
        selector: { matchLabels: { app: "chat" } },
        template: { metadata: { labels: { app: "chat" } }, spec: { containers: [sidecar, container] } },
      },
    };
    const cwd = folderWith({ "deployment.yaml": stringify(manifest) });
    const given = [path.join(models, model), ...device];
    const patch = fettle(["resolve", ...given, "--format", "kubernetes-patch", "--", ...flags]).out;
    writeFileSync(path.join(cwd, "patch.yaml"), patch);
    const args = ["patch", "--local", "-f", "deployment.yaml", "--patch-file", "patch.yaml", "-o", "yaml"];
    const patched = printed(kubectl, args, cwd);
    const { containers } = (parse(patched) as typeof manifest).spec.template.spec;
    expect(containers.map(({ name }) => name).toSorted()).toEqual(["log", "vllm"]);
    writeFileSync(path.join(cwd, "patched.yaml"), patched);
    const document = resolved(["patched.yaml", ...device], cwd);
    const asked = resolved([...given, "--", ...flags], cwd);
    expect(withoutNames(document)).toEqual(withoutNames(asked));
  });
});

/** A document without what follows from how the model is called, and without the variables that the chart sets. */
function withoutNames({ model_config, environment, ...rest }: Resolved["document"]) {
  const { model: _, tokenizer: _tokenizer, served_model_name: _served, ...own } = model_config;
  const { variables: _variables, ...machine } = environment;
  return { ...rest, environment: machine, model_config: own };
}
