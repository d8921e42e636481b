import { isModelField } from "../common/engine-adapter.js";
import { jsonEqual } from "../common/json.js";
import { readPath } from "../common/path.js";
import { alike } from "../solver/encode/equality.js";
import { isOneOf } from "../solver/encode/values.js";
import { answerOf, askWider, toProof, type Proof, type Subject } from "./proof.js";

const warnings: ReadonlySet<string> = new Set(["warning", "error"]);

/** Values from the checkpoint are not set by a user. */

/** Proves that no rule overwrites a value set by the user, unless a rule that writes the field warns. */
export async function* proveOverwrites(subject: Subject): AsyncGenerator<Proof> {
  const { terms, run, accepted } = subject;
  for (const { path, before, after } of run.fields) {
    if (isModelField(path, subject.linked.engine)) continue;
    const rules = new Set(
      run.rules.filter(({ writes }) => writes.some((write) => write.path === path)).map(({ id }) => id),
    );
    const warned = run.logs.filter(({ rule, level }) => rules.has(rule) && warnings.has(level)).map(({ when }) => when);
    const isSet = terms.not(isOneOf(terms, ["absent", "null"], before));
    const why = accepted.overwrite.get(path);
    let note = "";
    const answer = await answerOf(subject, (limited) => {
      const silent = terms.and(isSet, terms.not(alike(terms, before, after)), terms.not(terms.or(...warned)));
      return askWider(
        limited,
        silent,
        terms.and(run.ok, silent),
        (document) => {
          const result = run.evaluate(document);
          const [was, is] = [document, result.document].map((state) => readPath(state, path.split(".")));
          note = `${JSON.stringify(was)} becomes ${is === undefined ? "absent" : JSON.stringify(is)} without a warning`;
          return (
            result.ok &&
            was != null &&
            !jsonEqual(was, is) &&
            !result.logs.some(({ rule, level }) => rules.has(rule) && warnings.has(level))
          );
        },
        { more: () => [...rules].flatMap((rule) => subject.firing([rule], { filled: path })) },
      );
    });
    const text = `a user-set value of ${path} is never overwritten without a warning`;
    const isAccepted = why !== undefined && answer.kind === "document";
    const denial = isAccepted ? text : `a user-set value of ${path} can be overwritten without a warning`;
    const outcome = isAccepted ? ({ outcome: "yes", note: `accepted: ${why}` } as const) : {};
    yield toProof(
      subject,
      answer,
      { what: "overwrites", text, denial },
      "no",
      answer.kind === "document" ? { note, ...outcome } : {},
    );
  }
}
