import { jsonEqual, type Json, type JsonObject, type MaybeJson } from "../common/json.js";
import { readPath } from "../common/path.js";
import { differingFields } from "../vllm/args/differing-fields.js";
import { loadServeFacts, type ServeFacts } from "../vllm/facts.js";
import { keepPins } from "../vllm/args/keep-pins.js";
import { toServeArgs, type Pin } from "../vllm/args/to-serve-args.js";
import type { Result } from "../generated/result.js";
import type { Evaluated } from "./evaluated.js";
import { lastChanges } from "./net-changes.js";
import { findOrigin } from "./origin-of.js";

export interface Pins {
  readonly pins: readonly Pin[];
  /** What is not pinned, a sentence each. */
  readonly notes: readonly string[];
  readonly facts: ServeFacts;
}

/** Flags that hold what was resolved, each tried by running the rules again with it in place. */
export function pinsOf({ result, built, rules, pinAll, resolveWith }: Evaluated): Pins {
  const facts = loadServeFacts(rules.target.version);
  if (result.document === null) return { pins: [], notes: [], facts };
  const document = result.document as JsonObject;
  const byRules = lastChanges(result.changes).map(({ path, after }) => ({ path, after: after as Json | undefined }));
  const moved = new Set(byRules.map(({ path }) => path));
  const isOpen = (path: string): boolean =>
    !moved.has(path) && findOrigin(path, built?.origins ?? {})?.kind !== "derived";
  const others = pinAll ? differingFields(document, facts).filter(({ path }) => isOpen(path)) : [];
  const settings = built === null ? {} : { settings: built.settings };
  const { pins, unpinned } = toServeArgs({ document, changes: [...byRules, ...others], ...settings, facts });
  const { kept, dropped } = keepPins(
    pins,
    (tried) => built === null || holds(result, resolveWith(tried.flatMap(({ args }) => args)), tried),
  );
  const refused = dropped.flatMap(({ paths, flag }) =>
    paths.map((path) => ({ path, reason: `with \`${flag.flag}\` in place the rules come to something else` })),
  );
  const notes = [...unpinned, ...refused].map(({ path, reason }) => `\`${path}\` cannot be pinned: ${reason}`);
  return {
    pins: kept,
    notes: byRules.length + others.length === 0 ? ["nothing to pin: the rules change nothing"] : notes,
    facts,
  };
}

/** Whether a second run, with pins in place, ends as the first did and moves nothing that is pinned. */
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
