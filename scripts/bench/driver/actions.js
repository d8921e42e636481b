import { record, absentValue } from "../contenders/hand-written/run.js";
import { show } from "../contenders/hand-written/show.js";
import { reader } from "./reads.js";

/** The actions of a rule as functions of a run: false where the evaluation has failed. */
export function makeActions(rule) {
  return rule.then.map((action) => {
    if ("set" in action) return makeSet(action, rule);
    if ("log" in action) return makeLog(action, rule);
    return makeFail(action, rule);
  });
}

function makeSet({ set, value, jsonata }, { id, facts }) {
  const path = set.split(".");
  const name = path.at(-1);
  const compute = jsonata === undefined ? () => value : reader(facts[jsonata] ?? jsonata);
  return (run) => {
    const after = compute(run.document);
    if (after === undefined) return absentValue(run, set, id);
    const before = path.reduce((part, key) => part?.[key], run.document);
    if (before === after) return true;
    own(run, path)[name] = after;
    record(run, set, before, after, id);
    return true;
  };
}

/** The object that holds a path, to write into: copied the first time, with all above it. */
function own(run, path) {
  const { owned } = run;
  if (!owned.includes(run.document)) owned.push((run.document = { ...run.document }));
  let part = run.document;
  for (let depth = 0; depth < path.length - 1; depth++) {
    const child = part[path[depth]];
    if (!owned.includes(child)) owned.push((part[path[depth]] = { ...child }));
    part = part[path[depth]];
  }
  return part;
}

function makeLog({ log: level, code, message }, { pack, id, facts }) {
  const render = makeMessage(message, facts);
  return (run) => {
    const params = {};
    run.logs.push({ level, code: `${pack}/${code}`, rule: id, message: render(run.document, params), params });
    return true;
  };
}

function makeFail({ fail, kind, message }, { pack, id, facts }) {
  const render = makeMessage(message, facts);
  return (run) => {
    run.error = { code: `${pack}/${fail}`, kind, message: render(run.document, {}), rule: id };
    return false;
  };
}

function makeMessage(message, facts) {
  const parts = message
    .split(/\{([^}]*)\}/)
    .map((text, index) => ({ text, read: index % 2 === 1 ? reader(facts[text] ?? text) : null }));
  return (document, params) => {
    let text = "";
    for (const part of parts) {
      if (part.read === null) text += part.text;
      else {
        const value = part.read(document);
        params[part.text] = value === undefined ? null : value;
        text += show(value);
      }
    }
    return text;
  };
}
