import { finding } from "../packs/check/finding.js";
import type { LinkedPack, LinkedPacks, LinkedRule } from "../packs/linked.js";
import { isOver } from "../solver/budget.js";
import { encodeProgram } from "../solver/encode/encode-program.js";
import { answerOf, askWider, toProof, type Proof, type Subject } from "./proof.js";

/** Proves that every rule can fire, and that every `fail` is reachable. */
export async function* proveRules(subject: Subject): AsyncGenerator<Proof> {
  const { pack, run, terms } = subject;
  if (pack === null) return;
  for (const rule of pack.rules) {
    const name = rule.rule.id;
    const own = runsOf(subject, rule);
    const answer = await answerOf(subject, (limited) =>
      askWider(
        limited,
        terms.or(...own.map(({ meant }) => meant)),
        terms.or(...own.map(({ fired }) => fired)),
        (document) => subject.seen(document).fired.has(rule.id),
      ),
    );
    const dead = answer.kind === "never" ? await explainDead(subject, pack, rule) : null;
    yield toProof(
      subject,
      answer,
      { what: "fires", text: `${name} can fire`, denial: `${name} can never fire` },
      "yes",
      dead === null
        ? {}
        : {
            note: dead,
            finding: finding(
              pack,
              "rule-dead",
              rule.at,
              `no document can make \`${name}\` fire: ${dead}`,
              "remove it, or fix the condition that keeps it from firing",
            ),
          },
    );
    if (dead !== null) continue;
    for (const action of rule.then) {
      if (action.kind !== "fail") continue;
      const failures = run.failures.filter(({ place }) => place.pack === pack.name && place.at === action.at);
      const [wider, wanted] = [
        terms.or(...failures.map(({ meant }) => meant)),
        terms.or(...failures.map(({ when }) => when)),
      ];
      const failing = await answerOf(subject, (limited) =>
        askWider(limited, wider, wanted, (document) => subject.seen(document).result.error?.code === action.code),
      );
      const message = `no document can make \`${name}\` fail: the evaluation ends earlier`;
      yield toProof(
        subject,
        failing,
        { what: "fails", text: `${name} can fail`, denial: `${name} can never fail` },
        "yes",
        failing.kind !== "never"
          ? {}
          : {
              finding: finding(
                pack,
                "failure-unreachable",
                action.at,
                message,
                "remove the actions after the other failure",
              ),
            },
      );
    }
  }
}

const runsOf = ({ run }: Pick<Subject, "run">, rule: LinkedRule) => run.rules.filter(({ id }) => id === rule.id);

/** Finds the earlier rule that keeps a rule from firing; if there is none, its own conditions do. */
async function explainDead(subject: Subject, pack: LinkedPack, rule: LinkedRule): Promise<string> {
  const { terms, linked, prover } = subject;
  const before = pack.rules.slice(0, pack.rules.indexOf(rule));
  const canFire = async (rules: readonly LinkedRule[]) => {
    const run = encodeProgram(terms, withRules(linked, pack, rules), { pack: pack.name });
    return (
      (await prover.askAny(terms, run.given, terms.or(...runsOf({ run }, rule).map(({ fired }) => fired)))).kind ===
      "document"
    );
  };
  if (!(await canFire([rule]))) return "its own conditions never hold";
  for (const other of before.toReversed()) {
    if (isOver(prover.budget)) break;
    if (await canFire([...before.filter((entry) => entry !== other), rule])) return `${other.rule.id} shadows it`;
  }
  return "earlier rules together shadow it";
}

/** Replaces the rules of one pack. */
export function withRules(linked: LinkedPacks, pack: LinkedPack, rules: readonly LinkedRule[]): LinkedPacks {
  return { ...linked, packs: new Map([...linked.packs, [pack.name, { ...pack, rules }]]) };
}
