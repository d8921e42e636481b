import { expect, test } from "vitest";
import { readPacks } from "./read-packs.js";

const when = { fact: "deployment.namespace", operator: "equal", value: "prod" };
const need = { fact: "deployment.replicas", operator: "greaterThan", value: 1 };
const read = (...rules: unknown[]) =>
  readPacks({ "acme/limits.pack.json": { pack: "acme/limits", kind: "policy", rules } as object });

test("each check becomes a log of its severity, and a suggestion stays a write", () => {
  const { packs, diagnostics } = read(
    { id: "a", when, then: [{ require: need, message: "m" }] },
    { id: "b", then: [{ require: need, severity: "note", message: "m" }] },
    { id: "c", when, then: [{ forbid: "m" }, { set: "model_config.dtype", value: "auto" }] },
    { id: "d", when, then: [{ warn: "m" }] },
  );
  expect(diagnostics).toEqual([]);
  expect(packs[0]!.content).toMatchObject({
    hook: "policy",
    rules: [
      { when: { all: [when, { not: need }] }, then: [{ log: "error", code: "a", message: "m" }] },
      { when: { not: need }, then: [{ log: "info", code: "b", message: "m" }] },
      {
        when,
        then: [
          { log: "error", code: "c" },
          { set: "model_config.dtype", value: "auto" },
        ],
      },
      { when, then: [{ log: "warning", code: "d" }] },
    ],
  });
});

test("places are those of the file", () => {
  const { packs } = read(
    { id: "a", when, then: [{ require: { all: [need] }, message: "m" }] },
    { id: "b", then: [{ require: need, message: "m" }] },
    { id: "c", then: [{ forbid: "m", severity: "note" }] },
    { id: "d", then: [{ warn: "m" }] },
  );
  const { written } = packs[0]!.source;
  expect(
    [
      "/rules/0/when/all/0/fact",
      "/rules/0/when/all/1/not/all/0/fact",
      "/rules/0/when",
      "/rules/1/when/not/fact",
      "/rules/1/when",
      "/rules/1/then/0/message",
      "/rules/2/then/0/message",
      "/rules/2/then/0/log",
      "/rules/3/then/0/message",
      "/rules/3/id",
      "/facts/x",
    ].map((place) => written!(place)),
  ).toEqual([
    "/rules/0/when/fact",
    "/rules/0/then/0/require/all/0/fact",
    "/rules/0/when",
    "/rules/1/then/0/require/fact",
    "/rules/1/then/0/require",
    "/rules/1/then/0/message",
    "/rules/2/then/0/forbid",
    "/rules/2/then/0/severity",
    "/rules/3/then/0/warn",
    "/rules/3/id",
    "/facts/x",
  ]);
});

test.each([
  ["no check", [{ set: "model_config.dtype", value: "auto" }], "/rules/0/then/0", "policy-rule"],
  ["two checks", [{ forbid: "m" }, { warn: "m" }], "/rules/0/then/1", "policy-rule"],
  ["an action of behavior", [{ log: "info", code: "x", message: "m" }], "/rules/0/then/0", "policy-rule"],
])("%s is refused at its place", (_name, then, path, code) => {
  const { packs, diagnostics } = read({ id: "a", then });
  expect(packs).toEqual([]);
  expect(diagnostics).toMatchObject([{ code, path }]);
});
