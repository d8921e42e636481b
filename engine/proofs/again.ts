import { jsonEqual, type JsonObject } from "../common/json.js";
import { fromMap } from "../common/must.js";
import { readPath } from "../common/path.js";
import { documentChecker } from "../compiler/check-document.js";
import type { LinkedPack, LinkedPacks } from "../packs/linked.js";
import { allows } from "../solver/encode/allows.js";
import { orWhenOver } from "../solver/budget.js";
import { encodeProgram } from "../solver/encode/encode-program.js";
import { alike } from "../solver/encode/equality.js";
import type { Answer } from "../solver/prover.js";
import type { SymbolicRun, What } from "../solver/encode/symbolic-run.js";
import type { Bool } from "../solver/term.js";
import type { Terms } from "../solver/terms.js";
import { withRules } from "./rules.js";
import {
  answerOf,
  ask,
  challenged,
  foundTo,
  keptOr,
  stageName,
  toProof,
  type Proof,
  type Question,
  type Shows,
  type Subject,
} from "./proof.js";

/** Proves idempotence: re-evaluating the result changes nothing, if the schema allows the result. */
export async function* proveAgain(subject: Subject): AsyncGenerator<Proof> {
  const { linked, run, pack } = subject;
  if (run.fields.length === 0) return;
  const of = pack === null ? ` of ${linked.stages.map((stage) => stageName(stage)).join(" and ")}` : "";
  const proof = {
    what: "idempotent",
    text: `idempotent: re-evaluating the result${of} changes nothing`,
    denial: `not idempotent: re-evaluating the result${of} changes it`,
  } as const;
  yield await keptOr(subject, proof, () => proveResult(subject, proof));
}

async function proveResult(subject: Subject, proof: Question): Promise<Proof> {
  let what = "";
  const answer = await answerOf(subject, async (limited) => {
    const second = encodeProgram(subject.terms, subject.linked, subject.run.what, subject.run);
    const shows = changesAgain(subject, second, (told) => (what = told));
    const found = foundTo(subject, shows);
    if (found !== null && shows(found)) return { kind: "document", document: found };
    const settled = await orWhenOver(
      () => isSettled(limited),
      () => false,
    );
    return settled ? challenged(subject, { kind: "never" }, shows) : askAgain(limited, second, shows);
  });
  return toProof(subject, answer, proof, "no", what === "" ? acceptedNote(subject) : { note: what });
}

/**
 * Whether each rule alone leaves a result unchanged, which implies that all of them do in sequence. This question is
 * far smaller than the whole evaluation, and usually sufficient.
 */
async function isSettled({ prover, terms, linked, run, pack }: Subject): Promise<boolean> {
  const encodeEach = (one: LinkedPack, what: What) =>
    one.rules.map((rule) => encodeProgram(terms, withRules(linked, one, [rule]), what, run));
  const alone =
    pack !== null
      ? encodeEach(pack, run.what)
      : linked.stages.flatMap((stage) =>
          [...new Set(stage.kind === "pack" ? [stage.pack] : stage.packs.values())].flatMap((name) =>
            encodeEach(fromMap(linked.packs, name), { stages: [only(stage, name)] }),
          ),
        );
  const changes = alone.map((second) => terms.or(...changesOf(terms, second, () => true)));
  // Unsatisfiable even if failed evaluations are included implies unsatisfiable without them, and is easier to decide.
  const open: Bool[] = [];
  for (let first = 0; first < changes.length; first += together) {
    const some = changes.slice(first, first + together);
    if (!(await prover.isNever(terms, run.given, terms.or(...some)))) open.push(...some);
  }
  return open.length === 0 || prover.isNever(terms, run.given, run.ok, isDocument(terms, run), terms.or(...open));
}

/** Number of rules for each question: few, so that it stays small. */
const together = 8;

const only = (stage: LinkedPacks["stages"][number], pack: string) =>
  stage.kind === "pack" ? stage : { ...stage, packs: new Map([...stage.packs].filter(([, name]) => name === pack)) };

const isMeant = ({ accepted }: Subject, path: string): boolean => !accepted.again.has(path);

function askAgain(subject: Subject, second: SymbolicRun, shows: Shows): Promise<Answer> {
  const { terms, run } = subject;
  const changes = changesOf(terms, second, (path) => isMeant(subject, path));
  return ask(subject, terms.and(run.ok, isDocument(terms, run), terms.or(...changes)), shows, "ask");
}

/** Checks in the engine whether re-evaluating the result of a document changes it, and reports the change. */
function changesAgain(subject: Subject, second: SymbolicRun, tell: (what: string) => void): Shows {
  return (document) => {
    const once = subject.run.evaluate(document).document as JsonObject | null;
    // A result that the schema forbids is not a document to re-evaluate.
    if (once === null || documentChecker(subject.linked.engine).documentError(once) !== null) return false;
    const twice = subject.run.evaluate(once);
    if (twice.error !== null) {
      tell(`then it fails with ${twice.error.code}`);
      return true;
    }
    const changed = second.fields.find(
      ({ path }) => isMeant(subject, path) && !jsonEqual(at(once, path), at(twice.document, path)),
    )?.path;
    if (changed === undefined) return false;
    tell(
      `${changed} becomes ${JSON.stringify(at(once, changed))}, then ${JSON.stringify(at(twice.document, changed))}`,
    );
    return true;
  };
}

const isDocument = (terms: Terms, run: SymbolicRun): Bool =>
  terms.and(...run.fields.map(({ path, after }) => allows(terms, path, after)));

/** Changes by the second run: it fails, or a field differs. */
function changesOf(terms: Terms, second: SymbolicRun, isMeant: (path: string) => boolean): readonly Bool[] {
  return [
    terms.not(second.ok),
    ...second.fields
      .filter(({ path }) => isMeant(path))
      .map(({ before, after }) => terms.not(alike(terms, before, after))),
  ];
}

function acceptedNote({ accepted }: Subject): Partial<Proof> {
  const paths = [...accepted.again.keys()];
  return paths.length === 0 ? {} : { note: `except for ${paths.join(", ")}, which is accepted` };
}

const at = (document: unknown, path: string) => readPath(document, path.split("."));
