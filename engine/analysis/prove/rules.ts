import { finding } from "../../pack/finding.js";
import type { LinkedPacks } from "../../pack/link-packs.js";
import type { LinkedPack, LinkedRule } from "../../pack/linked.js";
import { encodeProgram } from "../encode-program.js";
import { ask, toProof, type Proof, type Subject } from "./proof.js";

/** Every rule can fire, and every `fail` can be reached. */
export async function* proveRules(subject: Subject): AsyncGenerator<Proof> {
  const { pack, run, terms } = subject;
  if (pack === null) return;
  for (const rule of pack.rules) {
    const name = rule.rule.id;
    const answer = await ask(subject, firedIn(subject, rule), (document) =>
      run.evaluate(document, { trace: true }).trace!.some((entry) => entry.rule === rule.id && entry.fired),
    );
    const dead = answer.kind === "never" ? await explainDead(subject, pack, rule) : null;
    yield toProof(subject, answer, { what: "fires", text: `${name} can fire` }, "yes", dead === null ? {} : {
      note: dead,
      finding: finding(pack, "rule-dead", rule.at, `no document makes \`${name}\` fire: ${dead}`, "remove it, or mend what keeps it from firing"),
    });
    if (dead !== null) continue;
    for (const action of rule.then) {
      if (action.kind !== "fail") continue;
      const when = terms.or(...run.failures.filter(({ place }) => place.pack === pack.name && place.at === action.at).map(({ when: met }) => met));
      const failing = await ask(subject, when, (document) => run.evaluate(document).error?.code === action.code);
      const message = `no document makes \`${name}\` fail: it ends before`;
      yield toProof(subject, failing, { what: "fails", text: `${name} can fail` }, "yes", failing.kind === "document" ? {} : {
        finding: finding(pack, "failure-unreachable", action.at, message, "remove what stands behind another failure"),
      });
    }
  }
}

function firedIn({ run, terms }: Pick<Subject, "run" | "terms">, rule: LinkedRule) {
  return terms.or(...run.rules.filter(({ id }) => id === rule.id).map(({ fired }) => fired));
}

/** The rule before it that keeps a rule from firing; without one, its own conditions do. */
async function explainDead(subject: Subject, pack: LinkedPack, rule: LinkedRule): Promise<string> {
  const { terms, linked, prover } = subject;
  const before = pack.rules.slice(0, pack.rules.indexOf(rule));
  const canFire = async (rules: readonly LinkedRule[]) => {
    const run = encodeProgram(terms, withRules(linked, pack, rules), { pack: pack.name });
    return (await prover.askAny(terms, run.given, firedIn({ run, terms }, rule))).kind === "document";
  };
  if (!(await canFire([rule]))) return "its own conditions never hold";
  for (const other of before.toReversed()) {
    if (await canFire([...before.filter((entry) => entry !== other), rule])) return `${other.rule.id} shadows it`;
  }
  return "the rules before it shadow it together";
}

/** The same packs, one of them with other rules. */
export function withRules(linked: LinkedPacks, pack: LinkedPack, rules: readonly LinkedRule[]): LinkedPacks {
  return { ...linked, packs: new Map([...linked.packs, [pack.name, { ...pack, rules }]]) };
}
