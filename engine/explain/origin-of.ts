import type { Origin, OriginKind } from "../serving/origin.js";
import { escapeControls } from "../common/printable.js";

const verbs: Readonly<Record<Exclude<OriginKind, "default">, string>> = {
  flag: "set by",
  "config-file": "set by",
  recipe: "set by the recipe's",
  "hf-config": "from",
  derived: "derived:",
  assumed: "assumed:",
};

/** Describes the origin of a field's value; null if neither its origin nor that of a section around it is known. */
export function originOf(path: string, origins: Readonly<Record<string, Origin>>, engine: string): string | null {
  const origin = findOrigin(path, origins);
  return origin === null ? null : originText(origin, engine);
}

/** Describes an origin. `engine` is the title of the serving engine, whose default it may be. */
export function originText({ kind, text, isConstant }: Origin, engine: string): string {
  if (isConstant === true) return `${engine}'s default`;
  return `${kind === "default" ? `${engine}'s default:` : verbs[kind]} ${escapeControls(text)}`;
}

/** Finds the origin of a field, or of the nearest section around it. */
export function findOrigin(path: string, origins: Readonly<Record<string, Origin>>): Origin | null {
  for (let name = path; name !== ""; name = name.slice(0, Math.max(0, name.lastIndexOf(".")))) {
    const origin = Object.hasOwn(origins, name) ? origins[name] : undefined;
    if (origin !== undefined) return origin;
  }
  return null;
}
