import type { Origin, OriginKind } from "../vllm/config/origin.js";
import { escapeControls } from "../common/printable.js";

const words: Readonly<Record<OriginKind, string>> = {
  flag: "set by",
  "config-file": "set by",
  recipe: "set by the recipe's",
  "hf-config": "from",
  default: "vLLM's default:",
  derived: "derived:",
  assumed: "assumed:",
};

/** Where a field's value comes from, in words; null where nothing is known of it or the section around it. */
export function originOf(path: string, origins: Readonly<Record<string, Origin>>): string | null {
  const origin = findOrigin(path, origins);
  return origin === null ? null : originText(origin);
}

/** An origin in words. */
export function originText({ kind, text, isConstant }: Origin): string {
  return isConstant === true ? "vLLM's default" : `${words[kind]} ${escapeControls(text)}`;
}

/** The origin of a field, else of the nearest section around it. */
export function findOrigin(path: string, origins: Readonly<Record<string, Origin>>): Origin | null {
  for (let name = path; name !== ""; name = name.slice(0, Math.max(0, name.lastIndexOf(".")))) {
    const origin = Object.hasOwn(origins, name) ? origins[name] : undefined;
    if (origin !== undefined) return origin;
  }
  return null;
}
