import { describe, expect, it } from "vitest";
import { readManifest } from "./read-manifest.js";

const container = (args: string, env = "[]") =>
  `kind: Pod\nspec:\n  containers:\n    - image: vllm/vllm-openai:v0.33.0\n      args: ${args}\n      env: ${env}\n`;

describe("bad input", () => {
  it("a chart that is cut off is told at its end, and what stands before is read", () => {
    const { deployments, findings } = readManifest(
      `${container("[acme/m]")}---\nkind: Pod\nspec: {containers: [{image: "vllm`,
      "c.yaml",
    );
    expect(deployments).toHaveLength(1);
    expect(findings).toMatchObject([{ code: "yaml-syntax", file: "c.yaml", line: 9 }]);
  });

  it.each([
    ["kind: Pod\nspec:\n  containers:\n    - image: {{ .Values.image }}\n", 4, 14],
    ['kind: Pod\nspec:\n  containers:\n    - image: "{{ .Values.image }}"\n', 4, 14],
    ["{{- if .Values.enabled }}\nkind: Pod\n{{- end }}\n", 1, 1],
    ["kind: Pod\nspec:\n  {{- toYaml .Values.spec | nindent 2 }}\n", 3, 3],
  ])("a template that is not rendered is told once: %j", (text, line, column) => {
    const { deployments, findings } = readManifest(`${text}---\n${container("[acme/m]")}`, "t.yaml");
    expect(findings).toMatchObject([{ code: "template-not-rendered", line, column }]);
    expect(deployments).toHaveLength(1);
  });

  it("a chat template is no template of a chart", () => {
    const text = `kind: ConfigMap\nmetadata: { name: c }\ndata:\n  chat: |\n    {{ .x }}{% for m in messages %}{{ m }}{% endfor %}\n  short: "{{ bos_token }}"\n`;
    expect(readManifest(text, null).findings).toEqual([]);
  });

  it.each([
    ["later", "[{ name: A, value: $(B) }, { name: B, value: x }]", "`A` refers to `B`"],
    ["itself", "[{ name: A, value: $(A) }]", "`A` → `A` refer to each other"],
  ])("a variable that refers to one that is defined %s is told", (_, env, message) => {
    const [deployment] = readManifest(container("[acme/m]", env), null).deployments;
    expect(deployment!.warnings).toMatchObject([
      { code: "unexpanded-variable", message: expect.stringContaining(message) },
    ]);
  });

  it("references that Kubernetes expands or leaves alone are none", () => {
    const env = "[{ name: B, value: x }, { name: A, value: $(B) }, { name: C, value: $$(B) $(HOSTNAME) }]";
    expect(readManifest(container("[acme/m]", env), null).deployments[0]!.warnings).toEqual([]);
  });

  it("variables in a circle stay as they are written, and are told once", () => {
    const maps = ["a", "b"].map(
      (name, at, all) =>
        `kind: ConfigMap\nmetadata: { name: ${name} }\ndata: { ${name.toUpperCase()}: "$(${all[1 - at]!.toUpperCase()})" }\n`,
    );
    const pod = container('[acme/m, --seed, "$(A)"]').replace(
      "      env: []",
      "      envFrom: [{ configMapRef: { name: a } }, { configMapRef: { name: b } }]",
    );
    const { deployments, findings } = readManifest([...maps, pod].join("---\n"), null);
    expect(findings).toEqual([]);
    expect(deployments[0]!.words.map(({ text }) => text)).toEqual(["acme/m", "--seed", "$(B)"]);
    expect(deployments[0]!.warnings).toMatchObject([
      { code: "unexpanded-variable", message: expect.stringContaining("`A` → `B` → `A`") },
    ]);
  });

  it("anchors that refer to each other without end are told", () => {
    const bomb = [
      "a: &a [x, x]",
      ...[..."bcdefghij"].map((name, at) => `${name}: &${name} [${`*${"abcdefghij"[at]}, `.repeat(9)}]`),
    ];
    expect(readManifest(bomb.join("\n"), "b.yaml").findings).toMatchObject([{ code: "yaml-syntax", line: 1 }]);
  });

  it("a manifest of 50 MB is told without parsing it", () => {
    const text = `${container("[acme/m]")}---\n${"- { x: y }\n".repeat(4_700_000)}`;
    const start = process.cpuUsage().user;
    expect(readManifest(text, "l.yaml").findings).toMatchObject([{ code: "file-too-large", file: "l.yaml" }]);
    expect(process.cpuUsage().user - start).toBeLessThan(500_000);
  });
});
