import type { JsonObject } from "../../engine/common/json.js";
import { firstOf, fromRecord, itemAt, must } from "../../engine/common/must.js";
import { readPath } from "../../engine/common/path.js";
import type { Result } from "../../engine/generated/result.js";
import { documentError } from "../../engine/vllm/documents.js";
import { loadProgram, type Program } from "../../engine/workspace/load-program.js";
import type { ShownProof } from "../../engine/proofs/proved.js";
import { canonical, observe, readShared } from "./observe.js";
import type { Files } from "./pair.js";

/** The pack of which something is proved, and the packs that tell whether a claim's condition holds. */
export const name = "acme/one";
export const probe = "acme/probe";

const run = (program: Program, document: JsonObject, pack = name): Result =>
  program.run(document, { pack, trace: true, validate: false });

function fired(result: Result, rule: string): boolean {
  return (result as any).trace?.some((entry: any) => entry.rule === rule && entry.fired) ?? false;
}

const idOf = (text: string): string => /\br\d+\b/.exec(text)?.[0] ?? "";

/** Whether a claim's condition holds; null where evaluating it fails. */
function holds(program: Program, document: JsonObject, code: string): boolean | null {
  const { ok, logs } = program.run(document, { pack: `${probe}-${code}`, validate: false });
  return ok ? logs.length > 0 : null;
}

function violates(id: string, document: JsonObject, program: Program, files: Files): boolean {
  const claim = must(
    (fromRecord(files, "acme/one.claims.json").claims as JsonObject[]).find((entry) => entry.id === id),
    "the item looked for",
  );
  if (claim.given !== undefined && holds(program, document, `${id}-given`) !== true) return false;
  const result = run(program, document);
  return result.ok && holds(program, result.document as unknown as JsonObject, `${id}-then`) !== true;
}

/** Why a document contradicts what is proved; null where it does not. */
export function contradiction(
  { what, text, outcome }: ShownProof,
  document: JsonObject,
  program: Program,
  files: Files,
  swapped: ReadonlyMap<string, Program>,
): string | null {
  const result = () => run(program, document);
  if (what === "fires" && outcome === "no") return fired(result(), `${name}/${idOf(text)}`) ? "it fires" : null;
  if (what === "claim" && outcome === "yes")
    return violates(firstOf(text.split(":")), document, program, files) ? "the claim is violated" : null;
  if (what === "idempotent" && outcome === "yes") {
    const once = result();
    // A result that the schema refuses is no document to evaluate again.
    if (!once.ok || documentError(once.document) !== null) return null;
    const again = run(program, once.document as unknown as JsonObject);
    return !again.ok
      ? `again fails with ${must(again.error, "error").code}`
      : again.changes.length > 0 && observe(once).document !== observe(again).document
        ? "again changes it"
        : null;
  }
  if (what === "overwrites" && outcome === "yes") {
    const path = /\b(?:[a-z]\w*\.)+\w+\b/.exec(text)?.[0].split(".");
    const once = result();
    if (path === undefined || !once.ok || once.logs.some(({ level }) => level === "warning" || level === "error"))
      return null;
    const [before, after] = [readPath(document, path), readPath(once.document, path)];
    const isWritten = once.changes.some((change) => change.path === path.join(".") && "after" in change);
    return before != null && isWritten && after !== undefined && canonical(before) !== canonical(after)
      ? `overwritten: ${canonical(before)} becomes ${canonical(after)}`
      : null;
  }
  if (what === "order" && outcome === "yes") {
    const other = swapped.get(idOf(text));
    if (other === undefined) return null;
    const [one, two] = [observe(result()), observe(run(other, document))];
    const differs = (["document", "sharing", "failure"] as const).find((aspect) => one[aspect] !== two[aspect]);
    return differs === undefined ? null : `swapped, the ${differs} differs`;
  }
  return null;
}

/** Each pack with a rule and the next one swapped, by the first's id. */
export async function swaps(files: Files): Promise<ReadonlyMap<string, Program>> {
  const pack = fromRecord(files, `${name}.pack.json`);
  const rules = pack.rules as JsonObject[];
  const made = new Map<string, Program>();
  for (let index = 0; index + 1 < rules.length; index++) {
    const order = rules.with(index, itemAt(rules, index + 1)).with(index + 1, itemAt(rules, index));
    const { program } = await loadProgram({
      set: "acme",
      files: { ...files, [`${name}.pack.json`]: { ...pack, rules: order } },
    });
    if (program !== null) made.set(itemAt(rules, index).id as string, program);
  }
  return made;
}

/** Why the document of a proof does not show it; null where it does. */
export function wrongWitness(
  { what, text, outcome, document: said }: ShownProof,
  files: Files,
  program: Program,
): string | null {
  if (said === null) return null;
  const document = readShared(said);
  if (documentError(document) !== null) return "the schema refuses the document";
  const result = run(program, document);
  if (what === "fires" && outcome === "yes" && !fired(result, `${name}/${idOf(text)}`))
    return "it does not fire for the document";
  if (what === "claim" && outcome === "no" && !violates(firstOf(text.split(":")), document, program, files))
    return "the document does not violate it";
  if (what === "idempotent" && outcome === "no") {
    const again = result.ok ? run(program, result.document as unknown as JsonObject) : null;
    if (again === null || (again.ok && again.changes.length === 0)) return "the second evaluation changes nothing";
  }
  return null;
}
