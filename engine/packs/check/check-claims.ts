import type { Diagnostic } from "../../common/diagnostic.js";
import { didYouMean } from "../../common/nearest.js";
import { kindOf } from "../../language/actions/index.js";
import { pointer } from "../../common/path.js";
import type { Claims } from "../../generated/claims.js";
import type { Fields } from "../../language/fields.js";
import type { Operators } from "../../language/conditions/operators.js";
import { finding } from "./finding.js";
import { linkClaims } from "../link-claims.js";
import type { LinkedPack } from "../linked.js";
import { checkPackName, type Read, type ReadPacks } from "../read-packs.js";

/** Reports claims that have no meaning: an unknown pack, or unknown names. */
export function checkClaimNames(
  read: Read<Claims>,
  { packs: known, refused }: ReadPacks,
  packs: ReadonlyMap<string, LinkedPack>,
  around: { readonly fields: Fields; readonly operators: Operators },
): readonly Diagnostic[] {
  const { pack: name } = read.content;
  const pack = packs.get(name);
  if (pack !== undefined) return linkClaims(read, pack, around).diagnostics;
  if (refused.has(name)) return [];
  const hint =
    didYouMean(
      name,
      known.map(({ content }) => content.pack),
    ) ?? "name the pack that the claim is about";
  return [finding(read, "bad-claim", "/pack", `unknown pack \`${name}\``, hint)];
}

/** Checks claims before proving: names, paths, types, and values that no generator can produce. */
export function checkClaims(
  read: Read<Claims>,
  all: ReadPacks,
  packs: ReadonlyMap<string, LinkedPack>,
  around: { readonly fields: Fields; readonly operators: Operators },
): readonly Diagnostic[] {
  const { pack: name, claims, accept = [] } = read.content;
  const names = checkClaimNames(read, all, packs, around);
  const pack = packs.get(name);
  if (pack === undefined) return names;
  const ids = new Set<string>();
  const repeated = claims.flatMap(({ id }, index) => {
    if (!ids.has(id)) {
      ids.add(id);
      return [];
    }
    return [
      finding(
        read,
        "bad-claim",
        pointer(["claims", index, "id"]),
        `duplicate claim id \`${id}\``,
        "give it a unique id",
      ),
    ];
  });
  const written = writtenBy(pack, packs);
  const idle = accept.flatMap((entry, index) => {
    const [key, path] = "overwrite" in entry ? ["overwrite", entry.overwrite] : ["again", entry.again];
    if (written.has(path)) return [];
    const hint = didYouMean(path, written) ?? "remove it";
    return [
      finding(read, "bad-claim", pointer(["accept", index, key]), `no rule of \`${name}\` writes \`${path}\``, hint),
    ];
  });
  return [...checkPackName(read, "claims"), ...repeated, ...names, ...idle];
}

/** Paths that a pack writes, including those of included packs. */
function writtenBy(
  pack: LinkedPack,
  packs: ReadonlyMap<string, LinkedPack>,
  seen: Set<LinkedPack> = new Set(),
): ReadonlySet<string> {
  seen.add(pack);
  const actions = pack.rules.flatMap(({ then }) => then);
  const own = actions.flatMap((action) => kindOf(action).writes(action)?.join(".") ?? []);
  const included = actions.flatMap((action) => {
    const other = packs.get(kindOf(action).includes(action) ?? "");
    return other === undefined || seen.has(other) ? [] : [...writtenBy(other, packs, seen)];
  });
  return new Set([...own, ...included]);
}
