// Asks a release of vLLM whether the pins of `resolve --pin-all` change or break a server:
//   npx tsx scripts/oracle/deployments/pins.ts RELEASE [COUNT]
// Of the deployments whose answers are kept, COUNT at equal distances are asked again with the pins behind their own
// flags. Their pins are kept beside the answers; a test holds Fettle to them.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { JsonObject } from "../../../engine/common/json.js";
import { loadProgram } from "../../../engine/workspace/load-program.js";
import { compareAnswer, readAnswers } from "../../../test/deployments/answers.js";
import { differingFields, flatten } from "../../../test/deployments/differing-fields.js";
import { pinsOfDeployment, type AskedPins } from "../../../test/deployments/pins.js";

const [release = "", count = "100"] = process.argv.slice(2);
const kept = readAnswers(release);
const { program } = await loadProgram({ target: `vllm@${release}`, deployments: true });
if (program === null) throw new Error(`no rules for ${release}`);
const { run } = program;
const right = kept.answers.filter(
  (answer) => answer.document !== null && compareAnswer(answer, kept, run).length === 0,
);
const step = Math.max(1, Math.floor(right.length / Number(count)));
const chosen = right.filter((_, index) => index % step === 0).slice(0, Number(count));
const pinned = chosen.map((answer) => ({ answer, pins: pinsOfDeployment(answer, kept, program) }));

interface Given {
  readonly id: string;
  readonly document?: JsonObject;
  readonly runtime?: Readonly<Record<string, string | null>>;
  readonly refused?: { readonly kind: string; readonly words?: string };
}

const lines = pinned.map(({ answer: { id, device, model, argv, env }, pins }) =>
  JSON.stringify({ id, device, model, argv: [...argv, ...pins], ...(env === undefined ? {} : { env }) }),
);
const { stdout, status } = spawnSync("python3", ["scripts/oracle/deployments", "ask-lines", release], {
  input: lines.join("\n"),
  encoding: "utf8",
  maxBuffer: 1 << 30,
  stdio: ["pipe", "pipe", "ignore"],
});
if (status !== 0) throw new Error(`vLLM ${release} could not be asked`);
const read = stdout.split("\n").filter((line) => line !== "");
const given = new Map(read.map((line) => JSON.parse(line) as Given).map((found) => [found.id, found]));

const asked: Record<string, AskedPins> = {};
for (const { answer, pins } of pinned) {
  const found = given.get(answer.id);
  const differing =
    found?.document === undefined || answer.document === null
      ? ["refused"]
      : differingFields(answer.document, flatten(found.document));
  asked[answer.id] = { pins, differing };
  if (differing.length > 0)
    console.log(`${answer.id} ${answer.argv.join(" ")} + ${pins.join(" ")}: ${differing.join(" ")}`, found?.refused);
}
writeFileSync(
  new URL(`../../../test/vectors/deployments/pins-${release}.json.gz`, import.meta.url),
  gzipSync(JSON.stringify(asked), { level: 9 }),
);
const same = Object.values(asked).filter(({ differing }) => differing.length === 0).length;
const flags = pinned.reduce((sum, { pins }) => sum + pins.filter((word) => word.startsWith("-")).length, 0);
console.log(`${release}: ${same} of ${pinned.length} deployments are the same with their pins (${flags} flags)`);
