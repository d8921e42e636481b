import { isModelField } from "../common/engine-adapter.js";
import { jsonEqual, type JsonObject, type MaybeJson } from "../common/json.js";
import { readPath } from "../common/path.js";
import { alike } from "../solver/encode/equality.js";
import { isOneOf } from "../solver/encode/values.js";
import { answerOf, askWider, toProof, type Proof, type Subject } from "./proof.js";

const warnings: ReadonlySet<string> = new Set(["warning", "error"]);

/** Proves that no rule overwrites a value set by the user, unless a rule that writes the field warns. */
export async function* proveOverwrites(subject: Subject): AsyncGenerator<Proof> {
  const { terms, run, accepted } = subject;
  for (const { path, before, after } of run.fields) {
    // Values from the checkpoint are not set by a user.
    if (isModelField(path, subject.linked.engine)) continue;
    const rules = new Set(
      run.rules.filter(({ writes }) => writes.some((write) => write.path === path)).map(({ id }) => id),
    );
    const warned = run.logs.filter(({ rule, level }) => rules.has(rule) && warnings.has(level)).map(({ when }) => when);
    const isSet = terms.not(isOneOf(terms, ["absent", "null"], before));
    const why = accepted.overwrite.get(path);
    const change = (document: JsonObject) => {
      const result = run.evaluate(document);
      const [was, is] = [document, result.document].map((state) => readPath(state, path.split(".")));
      return { result, was, is };
    };
    const answer = await answerOf(subject, (limited) => {
      const silent = terms.and(isSet, terms.not(alike(terms, before, after)), terms.not(terms.or(...warned)));
      return askWider(
        limited,
        silent,
        terms.and(run.ok, silent),
        (document) => {
          const { result, was, is } = change(document);
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
      answer.kind === "document" ? { note: noteOf(change(answer.document)), ...outcome } : {},
    );
  }
}

const noteOf = ({ was, is }: { readonly was: MaybeJson; readonly is: MaybeJson }): string =>
  `${JSON.stringify(was)} becomes ${is === undefined ? "absent" : JSON.stringify(is)} without a warning`;
