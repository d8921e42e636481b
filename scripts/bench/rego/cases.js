import { packageOf } from "./pack.js";
import { releaseOfCase } from "./releases.js";

/** Why a case has no translation; null where it has one. */
function obstacle({ document, expect }) {
  const code = expect.error?.code ?? "";
  if (JSON.stringify(document).includes('"$same"')) return "two names of one object: Rego has values only";
  if (code.startsWith("fettle/jsonata-")) return "an error of JSONata's own: Rego leaves the value undefined";
  if (code === "fettle/document-type") return "a document that the schema refuses";
  return null;
}

/** The cases of a pack: a package of tests, their inputs and outcomes as data, and those left out with the reason. */
export function translateCases(pack, cases) {
  const left = [];
  const data = [];
  const tests = [];
  for (const entry of cases) {
    const reason = obstacle(entry);
    if (reason !== null) left.push({ pack: pack.pack, name: entry.name, reason });
    else {
      tests.push(emitTest(entry, data.length, pack));
      data.push(inputAndOutcome(entry, pack));
    }
  }
  const name = packageOf(pack.pack);
  const text = [`package ${name}_test`, `import data.${name} as pack`, ...tests, ""].join("\n\n");
  return { text, data: { cases: { [pack.pack]: data } }, count: tests.length, left };
}

function emitTest({ name }, index, pack) {
  const test = `data.cases[${JSON.stringify(pack.pack)}][${index}]`;
  const outcome = `pack.outcome == ${test}.outcome with input as ${test}.input`;
  return `# ${name.replaceAll(/\s+/g, " ")}\ntest_${index + 1} if {\n\t${outcome}\n}`;
}

function inputAndOutcome({ document, expect, ...entry }, pack) {
  const { changes = {}, removed = [], logs = [], error = null } = expect;
  const outcome = { changes, removed: removed.toSorted(), logs, error };
  return { input: { document, release: releaseOfCase(entry, pack.versions) }, outcome };
}
