import type { LinkedPacks, LinkedRule } from "../packs/linked.js";

/** Finds a rule by its full name, which begins with its pack's name; undefined if it does not exist. */
export function findRule({ packs }: Pick<LinkedPacks, "packs">, id: string | null): LinkedRule | undefined {
  return id === null ? undefined : packs.get(id.slice(0, id.lastIndexOf("/")))?.rules.find((rule) => rule.id === id);
}
