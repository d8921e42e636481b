import type { Pack } from "../generated/pack.js";
import type { Fields } from "../lang/fields.js";
import { linkPack } from "./link-pack.js";
import type { LinkedPacks } from "./link-packs.js";
import { holdsFor } from "./target.js";

/** Linked packs with another content for one of them; null where it cannot run. What is likely a mistake is not looked for. */
export function replacePack(linked: LinkedPacks, content: Pack, fields: Fields): LinkedPacks | null {
  const { packs, operators, target } = linked;
  const { file, source } = packs.get(content.pack)!;
  const around = { packs: new Set(packs.keys()), sections: fields.sections, fields, operators, target, thorough: false };
  const { pack, diagnostics } = linkPack({ file: file ?? "", source, content }, around);
  if (diagnostics.some(({ severity }) => severity === "error")) return null;
  return { ...linked, packs: new Map(packs).set(content.pack, holdsFor(content.versions, target) ? pack : { ...pack, rules: [] }) };
}
