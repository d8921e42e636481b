import { fromMap } from "../common/must.js";
import { parsePath } from "../common/path.js";
import type { Pack } from "../generated/pack.js";
import { parseExpression } from "../language/expression/parse-expression.js";
import type { Fields } from "../language/fields.js";
import { linkPack, type Surroundings } from "./link-pack.js";
import type { LinkedPacks } from "./linked.js";

/** Replaces the content of one linked pack; null if the result cannot run. Does not look for likely mistakes. */
export function replacePack(linked: LinkedPacks, content: Pack, fields: Fields): LinkedPacks | null {
  const { packs, operators, target } = linked;
  const { file, source } = fromMap(packs, content.pack);
  const names = { packs: new Set(packs.keys()), sections: fields.sections };
  const around: Surroundings = {
    ...names,
    fields,
    operators,
    target,
    parse: parseExpression,
    parsePath,
    isThorough: () => false,
  };
  const { pack, diagnostics } = linkPack({ file: file ?? "", source, content }, around);
  const isSound = diagnostics.every(({ severity }) => severity !== "error");
  return isSound ? { ...linked, packs: new Map(packs).set(content.pack, pack) } : null;
}
