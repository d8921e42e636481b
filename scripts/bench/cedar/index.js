import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readShipped } from "../rego/index.js";
import { toCedar, toRecord } from "./conditions.js";
import { holds } from "./holds.js";

/**
 * Writes the conditions of all shipped rules as policies of Cedar, and the documents of their cases as tests: Cedar has
 * to name the very policies whose conditions hold. It only decides, so there are no actions, and each condition is
 * asked of the document that the case begins with. Returns how many there are of each, and which rules Cedar cannot
 * state.
 */
export function translateConditions(folder) {
  const shipped = readShipped();
  const policies = [];
  const left = [];
  for (const { pack } of shipped)
    for (const { id, when = null } of pack.rules) {
      try {
        if (when !== null) policies.push({ id: `${pack.pack}/${id}`, when, pack, text: toCedar(when, pack) });
      } catch (error) {
        left.push({ rule: `${pack.pack}/${id}`, reason: error.message });
      }
    }
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "policies.cedar"), policies.map(emitPolicy).join("\n"));
  const tests = shipped.flatMap(({ cases }) => cases.map(({ document }) => emitTest(document, policies)));
  writeFileSync(path.join(folder, "tests.json"), JSON.stringify(tests));
  return { policies: policies.length, documents: tests.length, left };
}

function emitPolicy({ id, text }) {
  return `@id(${JSON.stringify(id)})\npermit (principal, action, resource)\nwhen { ${text} };\n`;
}

function emitTest(document, policies) {
  const reason = policies.filter(({ when, pack }) => holds(when, document, pack)).map(({ id }) => id);
  return {
    request: {
      ...{ principal: 'User::"any"', action: 'Action::"any"', resource: 'Resource::"any"' },
      context: toRecord(document),
    },
    entities: [],
    decision: reason.length > 0 ? "allow" : "deny",
    reason,
    num_errors: 0,
  };
}
