import { kindOf } from "../../language/actions/index.js";
import { memoize } from "../../common/memoize.js";
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
import type { PartMemory } from "../link-memory.js";
import { targetText, type Target } from "../target.js";

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
  readonly memory: PartMemory;
}

const includesNone = memoize(({ rules }: LinkedPack): boolean =>
  rules.every(({ then }) => then.every((action) => kindOf(action).includes(action) === null)),
);

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
    const ofRules = () => [
      ...checkGuards(pack, conditions, operators),
      ...checkMatch(pack, target, read.engine),
      ...checkSource(pack),
      ...checkReach(sound, fields, operators),
      ...checkExpiry(sound, target, today),
    ];
    const ofIncludes = () => [
      ...checkHooks(sound, packs, read.engine),
      ...checkMisplaced(sound, packs),
      ...checkRuleIds(pack, packs),
    ];
    if (own.length > 0) return [...ofRules(), ...ofIncludes()];
    const alone = memory.ofPart(pack, `likely ${targetText(target)} ${today}`, ofRules);
    // Without includes, these depend on the pack alone, too.
    return [...alone, ...(includesNone(pack) ? memory.ofPart(pack, "likely names", ofIncludes) : ofIncludes())];
  });
  const aroundCases = {
    packs: read.packs,
    refused: read.refused,
    fields,
    target,
    engine: read.engine,
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
