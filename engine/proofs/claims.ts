import type { JsonObject } from "../common/json.js";
import { must } from "../common/must.js";
import type { Claim, Claims } from "../generated/claims.js";
import { compileCondition } from "../language/conditions/conditions.js";
import { fieldsOf } from "../language/fields.js";
import type { ConditionNode } from "../language/node.js";
import { finding } from "../packs/check/finding.js";
import { linkClaims, type UnlinkedClaim } from "../packs/link-claims.js";
import type { Read } from "../packs/read-packs.js";
import { judge } from "../solver/encode/encode-condition.js";
import type { Bool, Value } from "../solver/term.js";
import { answerOf, askWider, toProof, type Proof, type Subject } from "./proof.js";

/** Proves the team's claims: if `given` holds before and the evaluation does not fail, `then` holds after. */
export async function* proveClaims(subject: Subject, read: Read<Claims>): AsyncGenerator<Proof> {
  const { linked, run, terms, pack } = subject;
  const own = must(pack, "the pack of the claims");
  const { claims } = linkClaims(read, own, {
    fields: fieldsOf(linked.engine),
    operators: linked.operators,
  });
  for (const entry of claims) {
    if (entry.kind === "unlinked") {
      yield unlinkedProof(entry);
      continue;
    }
    const { claim, at, given, then } = entry;
    const answer = await answerOf(subject, (limited) => {
      const before = given === null ? terms.yes : holdsIn(subject, given, run.before, terms.shared);
      const broken = terms.and(before, terms.not(holdsIn(subject, then, run.after, run.shared)));
      return askWider(
        limited,
        broken,
        terms.and(run.ok, broken),
        (document) => {
          const result = run.evaluate(document);
          return (
            result.ok &&
            (given === null || test(subject, given, document)) &&
            !test(subject, then, result.document as JsonObject)
          );
        },
        { how: "ask" },
      );
    });
    const proof = toProof(subject, answer, { what: "claim", text: textOf(claim), denial: textOf(claim) }, "no");
    const broken = finding(
      read,
      "claim-broken",
      at,
      `\`${claim.id}\` does not hold for every document`,
      "fix the pack or the claim, whichever is wrong",
    );
    const open = finding(
      read,
      "claim-unproved",
      at,
      `\`${claim.id}\` could not be proved: ${proof.note}`,
      "rewrite it with constructs that the solver models, or test it in cases",
    );
    yield { ...proof, finding: proof.outcome === "yes" ? null : proof.outcome === "no" ? broken : open };
  }
}

const textOf = ({ id, why }: Claim): string => `${id}: ${why}`;

/** A claim that does not link is unknown; the finding is its error. */
function unlinkedProof({ claim, errors }: UnlinkedClaim): Proof {
  const note = `the claim does not link: ${errors.map(({ message }) => message).join("; ")}`;
  return { what: "claim", text: textOf(claim), outcome: "unknown", document: null, note, finding: errors[0] };
}

/** A condition that fails does not hold. */
function holdsIn({ terms, linked, pack }: Subject, condition: ConditionNode, document: Value, shared: Value): Bool {
  let failed = terms.no;
  const holds = judge(
    {
      terms,
      document,
      shared,
      operators: linked.operators,
      enter: ({ at }) => void (terms.at = { pack: must(pack, "the pack of the claim").name, at, reason: "in a claim" }),
      note: () => undefined,
      fail: (_, where, faults) =>
        void (failed = terms.or(failed, terms.and(where, terms.or(...faults.map(({ when }) => when))))),
    },
    condition,
    terms.yes,
  );
  return terms.and(holds, terms.not(failed));
}

function test({ linked }: Subject, condition: ConditionNode, document: JsonObject): boolean {
  try {
    return compileCondition(condition, linked.operators)(document, null);
  } catch {
    return false;
  }
}
