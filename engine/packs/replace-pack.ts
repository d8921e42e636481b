import { fromMap } from "../common/must.js";
import type { Pack } from "../generated/pack.js";
import type { Fields } from "../language/fields.js";
import { linkEveryRule, linkingAt } from "./link-pack.js";
import type { LinkedPacks } from "./linked.js";
import { LinkMemory } from "./link-memory.js";

/** Puts new content into linked packs of one release. */
export type Replace = (linked: LinkedPacks) => LinkedPacks;

/**
 * Links new contents for packs of `linked`: once each, whatever the releases that they replace the pack at. Does not
 * look for likely mistakes. Null for a content that cannot run.
 */
export function replacer(linked: LinkedPacks, fields: Fields): (content: Pack) => Replace | null {
  const { packs, operators } = linked;
  const { parse, parsePath } = new LinkMemory();
  const around = { packs: new Set(packs.keys()), sections: fields.sections, fields, operators, parse, parsePath };
  return (content) => {
    const { file, source } = fromMap(packs, content.pack);
    const linking = linkEveryRule({ file: file ?? "", source, content }, { ...around, isThorough: () => false });
    if (linking.diagnostics.some(({ severity }) => severity === "error")) return null;
    return (other) => {
      const { pack } = linkingAt(linking, other.target);
      return { ...other, packs: new Map(other.packs).set(content.pack, pack) };
    };
  };
}
