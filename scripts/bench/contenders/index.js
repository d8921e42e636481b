/**
 * Every contender of the evaluation: a module whose `make(options)` resolves to `evaluate(document)`, which returns a
 * result or a promise of one. `target` is the ratio that Fettle wants to stay below, to the first contender or to the
 * one that `against` names.
 */
export const contenders = [
  { name: "hand-written function", group: "base", module: "hand-written.js" },
  { name: "hand-written, structuredClone first", group: "base", module: "hand-written.js", options: { copy: true } },
  { name: "hand-written, checked by ajv", group: "base", module: "hand-written.js", options: { check: true } },
  { name: "fettle, generated code", group: "fettle", module: "fettle.js", target: 1.5 },
  { name: "fettle, ahead-of-time module", group: "fettle", module: "fettle-built.js", feature: "build", target: 1.5 },
  { name: "fettle, closures", group: "fettle", module: "fettle.js", options: { mode: "closures" } },
  { name: "fettle, with trace", group: "fettle", module: "fettle.js", options: { trace: true }, target: 2 },
  { name: "fettle, with trace, read", group: "fettle", module: "fettle.js", options: { trace: true, expand: true } },
  {
    name: "fettle, with validation",
    group: "fettle",
    module: "fettle.js",
    options: { validate: true },
    against: "hand-written, checked by ajv",
    target: 1.3,
  },
  { name: "json-logic-engine, compiled", group: "peer", module: "peers/json-logic-engine.js" },
  { name: "@marcbachmann/cel-js", group: "peer", module: "peers/cel-js.js" },
  { name: "json-logic-js", group: "peer", module: "peers/json-logic-js.js" },
  { name: "node-rules", group: "peer", module: "peers/node-rules.js", isAsync: true },
  { name: "rools", group: "peer", module: "peers/rools.js", isAsync: true },
  { name: "GoRules zen-engine (native)", group: "peer", module: "peers/zen-engine.js", isAsync: true },
  {
    name: "json-rules-engine, tuned",
    group: "peer",
    module: "peers/json-rules-engine.js",
    options: { tuned: true },
    isAsync: true,
  },
  { name: "jsonata, an expression a rule", group: "peer", module: "peers/jsonata.js", isAsync: true },
  {
    name: "json-rules-engine, as in its manual",
    group: "peer",
    module: "peers/json-rules-engine.js",
    options: { tuned: false },
    isAsync: true,
  },
];

export async function makeContender({ module, options = {} }) {
  const { make } = await import(new URL(module, import.meta.url).href);
  return make(options);
}
