import { jsonEqual, type Json, type JsonObject, type MaybeJson } from "../common/json.js";
import { readPath } from "../common/path.js";
import { givenKinds } from "../vllm/config/origin.js";
import { differingFields } from "../vllm/args/differing-fields.js";
import { loadServeFacts, type ServeFacts } from "../vllm/facts.js";
import { keepPins } from "../vllm/args/keep-pins.js";
import { toServeArgs, type Pin } from "../vllm/args/to-serve-args.js";
import type { Result } from "../generated/result.js";
import type { Evaluated } from "./evaluated.js";
import { certaintyOf } from "./certainty.js";
import { Dependence } from "./dependence.js";
import { groupChanges } from "./group-changes.js";
import { lastChanges } from "./net-changes.js";
import { findOrigin } from "./origin-of.js";

export interface Pins {
  readonly pins: readonly Pin[];
  /** Fields that are not pinned, one sentence each. */
  readonly notes: readonly string[];
  readonly facts: ServeFacts;
}

/** Computes flags that pin the resolved values. Each is tried by rerunning the rules with it in place. */
export function pinsOf(evaluated: Evaluated): Pins {
  const { result, built, rules, pinAll, resolveWith } = evaluated;
  const facts = loadServeFacts(rules.target.version);
  if (result.document === null) return { pins: [], notes: [], facts };
  const document = result.document as JsonObject;
  const special = new Set(groupChanges(evaluated).special.map(({ path }) => path));
  const byRules = lastChanges(result.changes)
    .filter(({ path }) => pinAll || special.has(path))
    .map(({ path, after }) => ({ path, after: after as Json | undefined }));
  const moved = new Set(result.changes.map(({ path }) => path));
  const isOpen = (path: string): boolean =>
    !moved.has(path) && findOrigin(path, built?.origins ?? {})?.kind !== "derived";
  const others = pinAll ? differingFields(document, facts).filter(({ path }) => isOpen(path)) : [];
  const whyNot = uncertainty(evaluated);
  const all = [...byRules, ...others].map((change) => ({ ...change, reason: whyNot(change.path) }));
  const settings = built === null ? {} : { settings: built.settings };
  const known = all.filter(({ reason }) => reason === null);
  const { pins, unpinned } = toServeArgs({ document, changes: known, ...settings, facts });
  const { kept, dropped } = keepPins(
    pins,
    (tried) => built === null || holds(result, resolveWith(tried.flatMap(({ args }) => args)), tried),
  );
  const refused = dropped.flatMap(({ paths, flag }) =>
    paths.map((path) => ({ path, reason: `with \`${flag.flag}\` set, the rules produce a different value` })),
  );
  const uncertain = all.flatMap(({ path, reason }) => (reason === null ? [] : [{ path, reason }]));
  const notes = notesOf([...uncertain, ...unpinned, ...refused]);
  return { pins: kept, notes: all.length === 0 ? ["nothing to pin: the rules change nothing"] : notes, facts };
}

interface Unpinned {
  readonly path: string;
  readonly reason: string;
}

/** One note for each reason, with its fields. */
function notesOf(unpinned: readonly Unpinned[]): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const { path, reason } of unpinned) byReason.set(reason, [...(byReason.get(reason) ?? []), `\`${path}\``]);
  return [...byReason].map(([reason, paths]) => `${paths.join(", ")} cannot be pinned: ${reason}`);
}

/** Why the value of a field is too uncertain to pin; null if it is certain. */
function uncertainty(evaluated: Evaluated): (path: string) => string | null {
  const certain = certaintyOf(evaluated);
  const isProvisional = provisionalFields(evaluated);
  return (path) => {
    const certainty = certain(path);
    if (certainty.kind === "assumed")
      return "the value depends on the device, which is assumed; name it with `--device`";
    if (certainty.kind === "unknown")
      return `the value depends on unknown inputs; set ${certainty.settledBy.map((flag) => `\`${flag}\``).join(", ")}`;
    return isProvisional(path) ? "the attention backend chooses the block size when the server starts" : null;
  };
}

/** Fields that depend on the initial block size, if the user set none. */
function provisionalFields(evaluated: Evaluated): (path: string) => boolean {
  const size = "cache_config.block_size";
  const origin = findOrigin(size, evaluated.built?.origins ?? {});
  if (origin === null || givenKinds.has(origin.kind)) return () => false;
  const dependence = new Dependence(evaluated, new Map([[size, new Set([size])]]));
  return (path) => dependence.of(path.split(".")).size > 0;
}

/** Whether rerunning the rules with pins in place yields the same result and changes no pinned field. */
export function holds(
  first: Pick<Result, "document" | "changes">,
  second: Result | null,
  pins: readonly Pin[],
): boolean {
  if (second === null || second.document === null || second.error !== null) return false;
  const pinned = new Set(pins.flatMap(({ paths }) => paths));
  const ends = (document: unknown, path: string): MaybeJson => readPath(document as JsonObject, path.split("."));
  return (
    second.changes.every(({ path }) => !pinned.has(path) && first.changes.some((change) => change.path === path)) &&
    [...first.changes.map(({ path }) => path), ...pinned].every((path) =>
      jsonEqual(ends(first.document, path), ends(second.document, path)),
    )
  );
}
