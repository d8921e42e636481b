import type { SymbolicRule } from "../solver/encode/symbolic-run.js";
import type { Bool } from "../solver/term.js";
import { answerOf, askWider, toProof, type Proof, type Subject } from "./proof.js";

/**
 * Number of later rules writing the same field that each rule is compared with: all pairs would be too many to read.
 */
const nearest = 12;

interface Writer {
  readonly rule: SymbolicRule;
  readonly when: Bool;
}

/** Finds rules that write the same field in one evaluation; for a set, rules of different packs. */
export async function* proveSameField(subject: Subject): AsyncGenerator<Proof> {
  const { run, terms, pack } = subject;
  const writers = new Map<string, Writer[]>();
  let open = 0;
  for (const rule of run.rules) {
    for (const { path, when } of new Map(rule.writes.map((write) => [write.path, write] as const).reverse()).values()) {
      const own = writers.get(path);
      if (own === undefined) writers.set(path, [{ rule, when }]);
      else own.push({ rule, when });
    }
  }
  for (const [path, all] of writers) {
    for (const [index, one] of all.entries()) {
      const others = all
        .slice(index + 1)
        .filter(({ rule }) => rule.id !== one.rule.id && (pack !== null || rule.pack !== one.rule.pack));
      open += Math.max(others.length - nearest, 0);
      for (const other of others.slice(0, nearest)) {
        const proof = await proveBoth(subject, path, one, other);
        if (proof !== null) yield proof;
      }
    }
  }
  if (open > 0) {
    const text = "other non-adjacent rules can both write a field";
    yield toProof(
      subject,
      { kind: "unknown", reason: `${open} pairs were not checked` },
      { what: "same-field", text, denial: text },
      "yes",
    );
  }

  async function proveBoth({ terms: _ }: Subject, path: string, one: Writer, other: Writer): Promise<Proof | null> {
    const both = terms.and(one.when, other.when);
    if (both === terms.no) return null;
    const wider = terms.and(one.rule.meant, other.rule.meant);
    const answer = await answerOf(subject, (limited) =>
      askWider(limited, wider, both, (document) => {
        const { fired } = subject.seen(document);
        return [one, other].every(({ rule }) => fired.has(rule.id));
      }),
    );
    const names = [one, other].map(({ rule: { id, rule } }) => (pack === null ? id : rule.rule.id));
    return answer.kind === "document"
      ? toProof(
          subject,
          answer,
          {
            what: "same-field",
            text: `${names.join(" and ")} can both write ${path}`,
            denial: `${names.join(" and ")} can never both write ${path}`,
          },
          "yes",
        )
      : null;
  }
}
