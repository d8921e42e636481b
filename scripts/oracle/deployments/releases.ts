// Says in which releases vLLM answers a deployment otherwise than in the release before, and in what:
//   npx tsx scripts/oracle/deployments/releases.ts [PART OF AN ID]
import { readAnswers, releasesWithAnswers, type Answer } from "../../../test/deployments/answers.js";
import { differingFields } from "../../../test/deployments/differing-fields.js";

const [part = ""] = process.argv.slice(2);
const byId = new Map<string, { release: string; answer: Answer }[]>();
for (const release of releasesWithAnswers()) {
  for (const answer of readAnswers(release).answers.filter(({ id }) => id.includes(part)))
    byId.set(answer.id, [...(byId.get(answer.id) ?? []), { release, answer }]);
}
for (const [id, answers] of byId) {
  const steps = answers.slice(1).flatMap(({ release, answer }, index) => {
    const before = answers[index];
    const fields = before === undefined ? [] : changed(before.answer, answer);
    return fields.length === 0 ? [] : [`  ${before?.release} → ${release}: ${fields.join(" ")}`];
  });
  if (steps.length > 0) console.log([`${id} ${answers[0]?.answer.argv.join(" ")}`, ...steps].join("\n"));
}

function changed(before: Answer, after: Answer): readonly string[] {
  if (before.document === null || after.document === null)
    return before.document === after.document ? [] : [after.document === null ? "refused" : "no longer refused"];
  return differingFields(before.document, after.document);
}
