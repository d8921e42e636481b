import { jsonEqual } from "../../base/json.js";
import { readPath } from "../../base/path.js";
import { allows } from "../allows.js";
import { encodeProgram } from "../encode-program.js";
import { alike } from "../equality.js";
import type { Bool } from "../term.js";
import { ask, stageName, toProof, type Proof, type Subject } from "./proof.js";

/** Evaluating the result again changes nothing, where the result is a document that the schema allows. */
export async function* proveAgain(subject: Subject): AsyncGenerator<Proof> {
  const { terms, linked, run, pack, accepted } = subject;
  if (run.fields.length === 0) return;
  const second = encodeProgram(terms, linked, run.what, run);
  const paths = second.fields.map(({ path }) => path).filter((path) => !accepted.again.has(path));
  const isDocument = terms.and(...run.fields.map(({ path, after }) => allows(terms, path, after)));
  const changes: Bool[] = second.fields.filter(({ path }) => paths.includes(path)).map(({ before, after }) => terms.not(alike(terms, before, after)));
  let what = "";
  const answer = await ask(subject, terms.and(run.ok, isDocument, terms.or(terms.not(second.ok), ...changes)), (document) => {
    const once = run.evaluate(document);
    const twice = once.document === null ? null : run.evaluate(once.document as never);
    if (twice === null) return false;
    if (twice.error !== null) what = `then it fails with ${twice.error.code}`;
    else {
      const path = paths.find((name) => !jsonEqual(at(once.document, name), at(twice.document, name)));
      if (path !== undefined) what = `${path} becomes ${JSON.stringify(at(once.document, path))}, then ${JSON.stringify(at(twice.document, path))}`;
    }
    return what !== "";
  }, "ask");
  const of = pack === null ? ` of ${linked.stages.map((stage) => stageName(stage)).join(" and ")}` : "";
  const text = `evaluating the result${of} again changes nothing`;
  yield toProof(subject, answer, { what: "idempotent", text }, "no", what === "" ? acceptedNote(subject) : { note: what });
}

function acceptedNote({ accepted }: Subject): Partial<Proof> {
  const paths = [...accepted.again.keys()];
  return paths.length === 0 ? {} : { note: `but for ${paths.join(", ")}, which is accepted` };
}

const at = (document: unknown, path: string) => readPath(document, path.split("."));
