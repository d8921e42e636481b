import { isModelField } from "../common/engine-adapter.js";
import { isObject } from "../common/json.js";
import { fromRecord } from "../common/must.js";
import { Dependence, type Inputs } from "./dependence.js";
import type { Evaluated } from "./evaluated.js";

/** Certainty of a value: assumed if it depends on assumed inputs, unknown if it depends on unknown ones. */
export type Certainty =
  | { readonly kind: "known" }
  | { readonly kind: "assumed"; readonly dependsOn: readonly string[] }
  /** `settledBy` has the options that settle it; none if only the running server does. */
  | { readonly kind: "unknown"; readonly settledBy: readonly string[] };

/** Returns the certainty of a field, by dotted path. */
export type CertaintyOf = (path: string) => Certainty;

const known: Certainty = { kind: "known" };
const untilLoaded: Certainty = { kind: "unknown", settledBy: [] };

/** Whether only the running server tells a value. */
export const isUntilLoaded = (certainty: Certainty): boolean =>
  certainty.kind === "unknown" && certainty.settledBy.length === 0;

/** Computes the certainty of each field of a resolved model. In a document given by the user, all are known. */
export function certaintyOf(evaluated: Evaluated): CertaintyOf {
  const { built } = evaluated;
  if (built === null) return () => known;
  const assumed = new Set(
    Object.entries(built.origins).flatMap(([path, { kind }]) => (kind === "assumed" ? [path] : [])),
  );
  const open = new Set(Object.keys(built.openInputs));
  const withdrawn = withdrawnFields(evaluated);
  if (assumed.size + open.size === 0) return (path) => (withdrawn.has(path) ? untilLoaded : known);
  const inputs = new Set([...assumed, ...open]);
  const { origins, openInputs } = built;
  const inputsOf = (path: string): readonly string[] =>
    inputs.has(path) ? [path] : (origins[path]?.dependsOn ?? []).flatMap(inputsOf);
  const uncertain = new Map<string, Inputs>();
  for (const path of new Set([...inputs, ...Object.keys(origins)])) {
    const on = inputsOf(path);
    if (on.length > 0) uncertain.set(path, new Set(on));
  }
  const dependence = new Dependence(evaluated, uncertain);
  return (path) => {
    if (withdrawn.has(path)) return untilLoaded;
    const on = [...dependence.of(path.split("."))];
    if (on.length === 0) return known;
    const unknown = on.filter((input) => open.has(input));
    if (unknown.length === 0) return { kind: "assumed", dependsOn: on.sort() };
    return { kind: "unknown", settledBy: [...new Set(unknown.map((input) => fromRecord(openInputs, input)))].sort() };
  };
}

/** Fields of what is decided after the configuration that a rule set to null: it cannot tell, and says so. */
function withdrawnFields({ result }: Evaluated): ReadonlySet<string> {
  const last = new Map(result.changes.map(({ path, after }) => [path, after]));
  return new Set([...last].flatMap(([path, after]) => (path.startsWith("runtime.") && after === null ? [path] : [])));
}

/** The uncertain fields of a document, with reasons. */
export function uncertainFields(evaluated: Evaluated): Readonly<Record<string, Exclude<Certainty, { kind: "known" }>>> {
  const of = certaintyOf(evaluated);
  const found: Record<string, Exclude<Certainty, { kind: "known" }>> = {};
  const visit = (value: unknown, path: string): void => {
    // The checkpoint's own files are known.
    if (isModelField(path, evaluated.rules.engine)) return;
    if (isObject(value) && Object.keys(value).length > 0) {
      for (const [key, child] of Object.entries(value)) visit(child, path === "" ? key : `${path}.${key}`);
      return;
    }
    const certainty = of(path);
    if (certainty.kind !== "known") found[path] = certainty;
  };
  for (const [section, value] of Object.entries(evaluated.result.document ?? {})) {
    if (section !== "environment") visit(value, section);
  }
  return found;
}
