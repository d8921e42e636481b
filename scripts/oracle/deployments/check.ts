// Runs Fettle over the kept answers of a release, and says where it disagrees, most frequent fields first:
//   npx tsx scripts/oracle/deployments/check.ts RELEASE [PART OF AN ID]
import { loadProgram } from "../../../engine/workspace/load-program.js";
import { compareAnswer, readAnswers, resolve, type Answer } from "../../../test/deployments/answers.js";
import { flatten } from "../../../test/deployments/differing-fields.js";

const SHOWN = 3;
const [release = "", part = ""] = process.argv.slice(2);
const kept = readAnswers(release);
const { program } = await loadProgram({ target: `vllm@${release}`, deployments: true });
if (program === null) throw new Error(`no rules for ${release}`);
const run = program.run;
const asked = kept.answers.filter(({ id }) => id.includes(part));
const found = asked.map((answer) => ({ answer, fields: compareAnswer(answer, kept, run) }));
const byField = new Map<string, Answer[]>();
for (const { answer, fields } of found)
  for (const field of fields) byField.set(field, [...(byField.get(field) ?? []), answer]);
for (const [field, answers] of [...byField].sort(([, one], [, other]) => other.length - one.length)) {
  console.log(`${answers.length}  ${field}`);
  const isRefusal = field.startsWith("only ");
  for (const answer of isRefusal ? answers : answers.slice(0, SHOWN)) console.log(`      ${example(answer, field)}`);
}
const fine = found.filter(({ answer }) => answer.document !== null);
const right = fine.filter(({ fields }) => fields.length === 0).length;
const alike = found.filter(({ fields }) => !fields.some((field) => field.startsWith("only "))).length;
console.log(
  `${release}: ${right} of ${fine.length} documents right; fine or refused alike ${alike} of ${found.length}`,
);

function example(answer: Answer, field: string): string {
  const { document, messages } = resolve(answer, kept, run);
  if (field.startsWith("only ")) return `${answer.id} ${answer.argv.join(" ")} ${messages.join("; ")}`;
  const runtime = document?.["runtime"] as Record<string, unknown>;
  const [section, name = ""] = field.split(".");
  const ours = section === "runtime" ? runtime[name] : document === null ? null : flatten(document)[field];
  const theirs = section === "runtime" ? answer.runtime[name] : answer.document?.[field];
  return `${answer.id}: ${JSON.stringify(ours)?.slice(0, 100)} for ${JSON.stringify(theirs)?.slice(0, 160)}`;
}
