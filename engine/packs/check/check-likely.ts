import type { Diagnostic } from "../../common/diagnostic.js";
import type { JsonSource } from "../../common/read-json.js";
import type { Fields } from "../../language/fields.js";
import type { Operators } from "../../language/conditions/operators.js";
import { checkCases, checkCasesPack } from "./check-cases.js";
import { checkClaims } from "./check-claims.js";
import { checkExceptions } from "./check-exceptions.js";
import { checkExpiry } from "./check-expiry.js";
import { checkGuards } from "./check-guards.js";
import { checkHooks } from "./check-hooks.js";
import { checkMatch } from "./check-match.js";
import { checkMisplaced } from "./check-misplaced.js";
import { checkReach } from "./check-reach.js";
import { checkRuleIds } from "./check-rule-ids.js";
import { checkSource } from "./check-source.js";
import type { LinkedPack } from "../linked.js";
import { ownProjectsOf } from "../choose-target.js";
import type { Read, ReadPacks } from "../read-packs.js";
import type { LinkMemory } from "../link-memory.js";
import type { Target } from "../target.js";

export interface LikelyMistakes {
  readonly read: ReadPacks;
  readonly packs: ReadonlyMap<string, LinkedPack>;
  readonly fields: Fields;
  readonly operators: Operators;
  readonly target: Target;
  /** YYYY-MM-DD; without it, nothing expires by date. */
  readonly today: string | undefined;
  checkDocument(source: JsonSource): readonly Diagnostic[];
  /** Whether to report likely mistakes in a file. */
  isMeant(file: string): boolean;
  readonly memory: LinkMemory;
}

/**
 * Reports likely mistakes in packs that can run, and problems of cases. A rule with an error is not checked further,
 * since one mistake should be one finding.
 */
export function checkLikely(
  { read, packs, fields, operators, target, today, checkDocument, isMeant, memory }: LikelyMistakes,
  errors: readonly Diagnostic[],
): readonly Diagnostic[] {
  const ofPacks = [...packs.values()].flatMap((pack) => {
    if (pack.file === null || !isMeant(pack.file)) return [];
    const own = errors.filter(({ file }) => file === pack.file).map(({ path }) => path ?? "");
    const isShared = own.some((path) => !path.startsWith("/rules/"));
    const rules = pack.rules.filter(({ at }) => !own.some((path) => path.startsWith(`${at}/`)));
    const sound = { ...pack, rules: isShared ? [] : rules };
    const conditions = rules.flatMap(({ when }) => when ?? []);
    return [
      ...checkGuards(pack, conditions, operators),
      ...checkHooks(sound, packs),
      ...checkMisplaced(sound, packs),
      ...checkMatch(pack, target),
      ...checkSource(pack),
      ...checkRuleIds(pack, packs),
      ...(own.length > 0
        ? checkReach(sound, fields, operators)
        : memory.ofPart(pack, "reach", () => checkReach(pack, fields, operators))),
      ...checkExpiry(sound, target, today),
    ];
  });
  const aroundCases = {
    packs: read.packs,
    refused: read.refused,
    fields,
    target,
    ownProjects: ownProjectsOf(read),
    checkDocument,
    memory,
  };
  const meantOf = <Content>(files: readonly Read<Content>[]) => files.filter(({ file }) => isMeant(file));
  const ofCases = meantOf(read.cases).flatMap((cases) => {
    const found = checkCasesPack(cases, read);
    return found.length > 0 ? found : checkCases(cases, aroundCases);
  });
  const ofClaims = meantOf(read.claims).flatMap((claims) => checkClaims(claims, read, packs, { fields, operators }));
  const ofExceptions = meantOf(read.exceptions).flatMap((exceptions) => checkExceptions(exceptions, read, today));
  return [...ofPacks, ...ofCases, ...ofClaims, ...ofExceptions];
}
