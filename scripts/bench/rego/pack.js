import { makeConditions, makeTerms } from "./conditions.js";
import { branch, makeExpressions } from "./expressions.js";
import { makeNames, regoName } from "./names.js";

/**
 * A pack as a Rego package. Every action that writes gives a new document, `doc_1`, `doc_2`, …; a rule is tested on the
 * one that the actions before it left. `releases` turns a range into statements about `input.release`.
 */
export function translatePack(pack, releases) {
  const helpers = [];
  const fresh = makeNames();
  const names = new Map(Object.keys(pack.facts ?? {}).map((name) => [name, `fact_${regoName(name)}`]));
  const expressions = { ...makeExpressions(names, helpers), names, fresh };
  const terms = makeTerms(pack.facts ?? {}, expressions, helpers);
  const conditions = makeConditions({ fresh, terms, conditions: pack.conditions ?? {}, helpers });
  const out = { main: [], doc: "doc_0", step: 0, included: new Set() };
  for (const rule of pack.rules) emitRule(rule, { pack, releases, terms, expressions, conditions, out });
  return [
    `package ${packageOf(pack.pack)}`,
    [
      "import data.rt",
      ...[...out.included].sort().map((name) => `import data.${packageOf(name)} as ${aliasOf(name)}`),
    ].join("\n"),
    "doc_0 := input.document",
    ...out.main,
    ...helpers.map(withoutUnused),
    ending(out),
    "",
  ].join("\n\n");
}

/** A function with `_` for the arguments that it does not use, as `opa check --strict` asks. */
function withoutUnused(text) {
  const [, name, list, rest] = /^(\w+)\(([^)]*)\)(.*)$/s.exec(text);
  const used = list.split(", ").map((argument) => (new RegExp(`\\b${argument}\\b`).test(rest) ? argument : "_"));
  return `${name}(${used.join(", ")})${rest}`;
}

export function packageOf(name) {
  return `packs.${name.split("/").map(regoName).join(".")}`;
}

const aliasOf = (name) => `included_${regoName(name)}`;

function emitRule(rule, context) {
  const { releases, conditions, out } = context;
  const fires = `rule_${regoName(rule.id)}`;
  const when = rule.when === undefined ? [] : conditions.lines(rule.when, out.doc);
  const body = [...releases(rule.versions), ...when];
  const policy = rule.then.find((action) => "require" in action);
  if (policy !== undefined) body.push(`not required_${regoName(rule.id)}`);
  out.main.push(
    `# ${rule.why.replaceAll(/\s+/g, " ")}\n${body.length === 0 ? `${fires} := true` : `${fires} if {\n${body.map((line) => `\t${line}`).join("\n")}\n}`}`,
  );
  if (policy !== undefined) {
    const lines = conditions.lines(policy.require, out.doc);
    out.main.push(`required_${regoName(rule.id)} if {\n${lines.map((line) => `\t${line}`).join("\n")}\n}`);
  }
  for (const action of rule.then) emitAction(action, rule, fires, context);
}

function emitAction(action, rule, fires, context) {
  const { pack, out } = context;
  const step = ++out.step;
  if ("set" in action) return emitSet(action, step, fires, context);
  if ("unset" in action)
    return emitWrite(`json.remove(${out.doc}, [${pointer(action.unset)}])`, action.unset, step, [fires], out);
  if ("include" in action) return emitInclude(action.include, step, fires, out);
  const message = action.message ?? action.forbid ?? action.warn ?? action.log;
  const code = `${pack.pack}/${action.code ?? action.fail ?? rule.id}`;
  if ("fail" in action) {
    out.main.push(entry("errors", step, `{"code": ${JSON.stringify(code)}, "kind": "${action.kind}"}`, [fires]));
    return;
  }
  const params = placeholders(message).map(
    (name) => `${JSON.stringify(name)}: ${context.terms.total(name, out.doc, "null")}`,
  );
  const shown = params.length === 0 ? "" : `, "params": {k: rt.shown(v) | some k, v in {${params.join(", ")}}}`;
  const log = `[{"level": "${levelOf(action)}", "code": ${JSON.stringify(code)}${shown}}]`;
  out.main.push(entry("all_logs", step, log, [fires]));
}

function levelOf({ log, warn, severity = warn === undefined ? "error" : "warning" }) {
  return log ?? { error: "error", warning: "warning", note: "info" }[severity];
}

function placeholders(message) {
  return [...message.replaceAll(/\{\{|\}\}/g, "").matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name);
}

function emitSet({ set, value, jsonata, fact }, step, fires, { terms, out }) {
  const parent = set.includes(".") ? set.split(".").slice(0, -1) : [];
  const doc = out.doc;
  const holds = [fires];
  let written = JSON.stringify(value);
  if (value === undefined) {
    written = `value_${step}`;
    const source = fact ?? jsonata;
    out.main.push(`${written} := ${terms.total(source, doc)}`);
    const absent = `{"code": "fettle/absent-value", "kind": "missing", "path": ${JSON.stringify(set)}}`;
    out.main.push(entry("errors", step, absent, [fires, `rt.is_absent(${written})`]));
    holds.push(`not rt.is_absent(${written})`);
  }
  if (parent.length > 0) {
    const missing = `{"code": "fettle/missing-parent", "kind": "missing", "path": ${JSON.stringify(set)}}`;
    const isMissing = `not is_object(object.get(${doc}, ${JSON.stringify(parent)}, null))`;
    out.main.push(entry("errors", step, missing, [...holds, isMissing]));
  }
  emitWrite(`json.patch(${doc}, [{"op": "add", "path": ${pointer(set)}, "value": ${written}}])`, set, step, holds, out);
}

function emitWrite(term, path, step, holds, out) {
  out.main.push(entry("writes", step, `[${JSON.stringify(path)}]`, holds));
  const next = `doc_${step}`;
  out.main.push(`${next} ${branch(term, holds)}\n\nelse := ${out.doc}`);
  out.doc = next;
}

/** The included pack runs on the document as it stands; its logs, writes and failure count as this action's. */
function emitInclude(name, step, fires, out) {
  out.included.add(name);
  const run = `run_${step}`;
  const input = `{"document": ${out.doc}, "release": input.release}`;
  out.main.push(`${run} ${branch("ran", [fires, `ran := ${aliasOf(name)}.result with input as ${input}`])}`);
  out.main.push(entry("all_logs", step, `${run}.logs`, [fires]));
  out.main.push(entry("writes", step, `${run}.written`, [fires]));
  out.main.push(entry("errors", step, `${run}.error`, [`${run}.error != null`]));
  out.main.push(`doc_${step} ${branch(`${run}.document`, [`${run}.error == null`])}\n\nelse := ${out.doc}`);
  out.doc = `doc_${step}`;
}

function entry(map, step, value, body) {
  return `${map}[${step}] ${branch(value, body)}`;
}

const pointer = (path) => JSON.stringify(`/${path.split(".").join("/")}`);

/** The first failure ends the evaluation: there is no document then, and no log of a later action. */
function ending({ doc, step, main }) {
  const text = main.join("\n");
  const maps = ["errors", "all_logs", "writes"].filter((map) => !text.includes(`${map}[`));
  return `${maps.map((map) => `${map} := {}\n\n`).join("")}last := min({${step + 1}} | {n | some n, _ in errors})

default error := null

error := errors[last]

document := null if error != null

else := ${doc}

logs := [log | some n, list in all_logs; n <= last; some log in list]

written := {path | some n, list in writes; n <= last; some path in list}

result := {"document": document, "error": error, "logs": logs, "written": written, "outcome": outcome}

before[path] := object.get(input.document, split(path, "."), rt.absent) if some path in written

after[path] := object.get(document, split(path, "."), rt.absent) if some path in written

moved := {path | some path, value in after; value != before[path]}

below(path) if {
	some other in moved
	startswith(path, concat("", [other, "."]))
}

outcome := {"changes": {}, "removed": [], "logs": logs, "error": error} if error != null

else := {
	"changes": {path: value | some path in moved; not below(path); value := after[path]; value != rt.absent},
	"removed": sort([path | some path in moved; not below(path); rt.is_absent(after[path])]),
	"logs": logs,
	"error": null,
}`;
}
