import { expect, test } from "vitest";
import { fettle, folderWith } from "./fettle.js";

const evil = "\n::error::forged\n##[error]forged ##vso[x] \u001b[2J\u009b31m\r\u202e";
const architecture = "LlamaForCausalLM";
const pack = {
  pack: "acme/evil",
  title: evil,
  hook: "vllm_config",
  conditions: { big: { fact: "model_config.model", operator: "equal", value: evil } },
  rules: [
    {
      id: "one",
      why: evil,
      when: { any: [{ condition: "big" }, { fact: "model_config.model", operator: "notEqual", value: evil }] },
      then: [
        { set: "model_config.model", value: `${evil}2` },
        { log: "info", code: "evil", message: evil },
      ],
    },
  ],
};
const files = {
  "rules/acme/evil.pack.json": JSON.stringify(pack),
  "rules/acme.set.json": JSON.stringify({ set: "acme", target: "vllm@0.19.0", stages: [{ pack: "acme/evil" }] }),
  "rules/acme/a::b\u001b,.cases.json": JSON.stringify({ pack: "acme/none", cases: [], [evil]: 1 }),
  "document.json": JSON.stringify({ model_config: { architecture, model: evil } }),
};
const cwd = folderWith(files);
const rules = ["--set", "acme", "--rules", "rules/acme/evil.pack.json", "--rules", "rules/acme.set.json"];

/** What a terminal or the log of a build would act on. */
function commands(text: string, isColored: boolean): readonly string[] {
  const rest = isColored ? text.replace(/\u001b\[\d+m/g, "") : text;
  return [
    ...(rest.match(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g) ?? []),
    ...(rest.match(/##[\w.-]*\[/g) ?? []),
    ...rest.split("\n").filter((line) => line.trimStart().startsWith("::")),
  ];
}

const texts = [
  ["apply", "document.json", ...rules],
  ["apply", "document.json", "--trace", "--format", "json", ...rules],
  ["why", "model_config.model", "document.json", ...rules],
  ["show", "acme/evil", ...rules],
  ["show", "acme/evil", "--format", "json", ...rules],
  ["list", ...rules],
  ["docs", "acme/evil", ...rules],
  ["check", "rules"],
  ["apply", "none\n::error::x.json"],
  [evil],
];

test.each(texts)("`%s` prints no command of a document or rule", (...args) => {
  for (const isColored of [false, true]) {
    const { out, err } = fettle(args, isColored ? { cwd, env: { FORCE_COLOR: "1" } } : { cwd });
    expect(commands(out, isColored)).toEqual([]);
    expect(commands(err, isColored)).toEqual([]);
    expect(out + err).toMatch(/forged|none/);
  }
});

test("annotations of GitHub have nothing raw in their properties, and are one line each", () => {
  const { out } = fettle(["check", "rules", "--format", "github"], { cwd });
  expect(out).toContain("file=rules/acme/a%3A%3Ab\\u001b%2C.cases.json");
  for (const line of out.trimEnd().split("\n")) {
    expect(line).toMatch(/^::(?:error|warning|notice) /);
    expect(commands(line.slice(2), false)).toEqual([]);
  }
});
