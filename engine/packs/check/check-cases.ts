import { syntaxOf } from "../../language/actions/index.js";
import semver from "semver";
import type { EngineAdapter } from "../../common/engine-adapter.js";
import type { Diagnostic } from "../../common/diagnostic.js";
import { didYouMean } from "../../common/nearest.js";
import { parsePath, pointer } from "../../common/path.js";
import { memoize } from "../../common/memoize.js";
import { isReference } from "../../common/aliases.js";
import type { JsonSource } from "../../common/read-json.js";
import type { Case, Cases } from "../../generated/cases.js";
import type { Pack } from "../../generated/pack.js";
import type { Fields } from "../../language/fields.js";
import { chooseTarget } from "../choose-target.js";
import { checkPath, type Report } from "./check-paths.js";
import { finding } from "./finding.js";
import type { PartMemory } from "../link-memory.js";
import { checkPackName, type Read, type ReadPacks } from "../read-packs.js";
import { runtimeCodes } from "./runtime-codes.js";
import { isRange, type Target } from "../target.js";

export interface CaseSurroundings {
  readonly packs: readonly Read<Pack>[];
  /** Names of packs whose files were rejected, so their contents are unknown. */
  readonly refused: ReadonlySet<string>;
  readonly fields: Fields;
  readonly target: Target;
  readonly engine: EngineAdapter;
  /** Projects declared by sets. */
  readonly ownProjects: readonly string[];
  /** Reports the problems of a document. */
  checkDocument(source: JsonSource): readonly Diagnostic[];
  readonly memory: PartMemory;
}

/** Reports cases whose pack does not exist or is in another folder. */
export function checkCasesPack(read: Read<Cases>, { packs, refused }: ReadPacks): readonly Diagnostic[] {
  const names = namesOf(packs);
  const { pack } = read.content;
  if (names.has(pack)) return checkPackName(read, "cases");
  if (refused.has(pack)) return [];
  const hint = didYouMean(pack, names) ?? "name the pack that the cases run";
  return [finding(read, "bad-case", "/pack", `unknown pack \`${pack}\``, hint)];
}

const namesOf = memoize(
  (packs: readonly Read<Pack>[]): ReadonlySet<string> => new Set(packs.map(({ content }) => content.pack)),
);

/** Checks cases statically: names, targets, documents, and expectations that cannot be met. */
export function checkCases(read: Read<Cases>, around: CaseSurroundings): readonly Diagnostic[] {
  const { target, ownProjects, memory } = around;
  const ofPack = versionsOf(around.packs).get(read.content.pack) ?? "*";
  const key = JSON.stringify(["cases", target.project, ownProjects, ofPack]);
  return [
    ...memory.ofPart(read, key, () => checkAlone(read, around, ofPack)),
    ...checkCodes(read, codesOf(around), memory),
  ];
}

const versionsOf = memoize(
  (packs: readonly Read<Pack>[]): ReadonlyMap<string, string | undefined> =>
    new Map(packs.map(({ content }) => [content.pack, content.versions])),
);

/** Checks what depends on nothing but the file, the releases of its pack, and known projects. */
function checkAlone(read: Read<Cases>, around: CaseSurroundings, ofPack: string): readonly Diagnostic[] {
  const names = new Set<string>();
  return read.content.cases.flatMap((entry, index) => {
    const at = pointer(["cases", index]);
    const found: Diagnostic[] = [];
    if (names.has(entry.name))
      found.push(
        finding(
          read,
          "bad-case",
          `${at}/name`,
          `duplicate case name \`${entry.name}\``,
          "give it a name that says what is different",
        ),
      );
    names.add(entry.name);
    return [
      ...found,
      ...checkReleases(entry, at, read, around, ofPack),
      ...checkInput(entry, `${at}/document`, read, around),
      ...checkFieldsOf(entry, `${at}/expect`, read, around.fields),
    ];
  });
}

/** Checks that a case states one release, or a range that includes rules of its pack, or neither. */
function checkReleases(
  { target, versions }: Case,
  at: string,
  read: Read<Cases>,
  { target: chosen, ownProjects, engine }: CaseSurroundings,
  ofPack: string,
): readonly Diagnostic[] {
  if (target !== undefined) {
    const { diagnostics } = chooseTarget(target, { project: chosen.project, ownProjects, engine });
    const wrong = diagnostics.map(({ code, message, hint }) => finding(read, code, `${at}/target`, message, hint));
    const both =
      versions === undefined
        ? []
        : [
            finding(
              read,
              "bad-case",
              `${at}/versions`,
              "`target` and `versions` cannot be combined",
              "remove one of the two",
            ),
          ];
    return [...wrong, ...both];
  }
  if (versions === undefined) return [];
  if (!isRange(versions))
    return [
      finding(
        read,
        "bad-version-range",
        `${at}/versions`,
        `\`${versions}\` is not a version range`,
        "write a semver range, such as `<0.20.0` or `>=0.19.0 <0.21.0`",
      ),
    ];
  if (!isRange(ofPack) || semver.intersects(versions, ofPack, { includePrerelease: true })) return [];
  return [
    finding(
      read,
      "bad-case",
      `${at}/versions`,
      `the pack has no rules for \`${versions}\`: it is for \`${ofPack}\``,
      "name releases that the pack is for",
    ),
  ];
}

/** Checks the document of a case. It may be invalid if the case expects the error. */
function checkInput(
  { document, expect }: Case,
  at: string,
  { file, source }: Read<Cases>,
  { checkDocument }: CaseSurroundings,
): readonly Diagnostic[] {
  if (expect.error?.code === "fettle/document-type") return [];
  const part: JsonSource = { file, value: document as never, locate: (place, what) => source.locate(at + place, what) };
  return checkDocument(part).map((found) => ({ ...found, path: at + (found.path ?? "") }));
}

interface Codes {
  readonly logs: ReadonlySet<string>;
  readonly errors: ReadonlySet<string>;
  readonly refused: ReadonlySet<string>;
}

/** What is wrong with the fields that a case expects to change, which depends on its file alone. */
function checkFieldsOf({ expect }: Case, at: string, read: Read<Cases>, fields: Fields): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const { changes = {}, removed = [], error } = expect;
  for (const path of Object.keys(changes)) {
    const place = at + pointer(["changes", path]);
    checkExpectedPath(
      path,
      place,
      fields,
      (code, where, message, hint) => void found.push(finding(read, code, where, message, hint, { what: "key" })),
    );
    if (removed.includes(path))
      found.push(
        finding(read, "bad-case", place, `\`${path}\` is both changed and removed`, "keep one of the two", {
          what: "key",
        }),
      );
  }
  for (const [path, value] of Object.entries(changes)) {
    if (!isReference(path, value, fields.alias)) continue;
    const hint = "write the object itself: an expectation compares values, not object identity";
    found.push(
      finding(
        read,
        "bad-same",
        at + pointer(["changes", path]),
        "`$same` is allowed in documents, not in expectations",
        hint,
      ),
    );
  }
  for (const [index, path] of removed.entries()) {
    checkExpectedPath(
      path,
      `${at}/removed/${index}`,
      fields,
      (code, where, message, hint) => void found.push(finding(read, code, where, message, hint)),
    );
  }
  if (error !== undefined && Object.keys(changes).length + removed.length > 0) {
    found.push(
      finding(
        read,
        "bad-case",
        at,
        "a failed evaluation changes nothing",
        "remove `changes` and `removed`, or `error`",
      ),
    );
  }
  return found;
}

/** Logs and errors that no rule gives. */
function checkCodes(read: Read<Cases>, codes: Codes, memory: PartMemory): readonly Diagnostic[] {
  return memory
    .ofPart(read, "codes", () => expectedCodes(read.content))
    .flatMap(({ kind, code, at }) => {
      const known = kind === "log" ? codes.logs : codes.errors;
      return known.has(code) || isOfRefused(code, codes) ? [] : [unknownCode(kind, code, at, read, known)];
    });
}

interface ExpectedCode {
  readonly kind: "log" | "error";
  readonly code: string;
  readonly at: string;
}

/** The codes that cases expect; those of expressions at run time are not listed anywhere. */
function expectedCodes({ cases }: Cases): readonly ExpectedCode[] {
  return cases.flatMap(({ expect: { logs = [], error } }, index): ExpectedCode[] => {
    const at = pointer(["cases", index, "expect"]);
    const ofLogs = logs.map(({ code }, log) => ({ kind: "log" as const, code, at: `${at}/logs/${log}/code` }));
    if (error === undefined || error.code.startsWith("fettle/jsonata-")) return ofLogs;
    return [...ofLogs, { kind: "error", code: error.code, at: `${at}/error/code` }];
  });
}

function checkExpectedPath(path: string, at: string, fields: Fields, report: Report): void {
  const parsed = parsePath(path);
  if (parsed.ok) checkPath(parsed.path, at, fields, report);
  else report(parsed.code, at, parsed.message, parsed.hint);
}

function unknownCode(
  what: string,
  code: string,
  at: string,
  read: Read<Cases>,
  known: ReadonlySet<string>,
): Diagnostic {
  const hint = didYouMean(code, known) ?? "write it in full, as vendor/family/code";
  return finding(read, "bad-case", at, `no rule has the ${what} \`${code}\``, hint);
}

function isOfRefused(code: string, { refused }: Codes): boolean {
  return refused.has(code.split("/").slice(0, 2).join("/"));
}

/** Full codes of all logs and errors, memoized for cases with the same surroundings. */
const codesOf = memoize(({ packs, refused }: CaseSurroundings): Codes => {
  const effects = packs.flatMap(({ content: { pack, rules } }) =>
    rules.flatMap(({ then }) =>
      then.flatMap((action) =>
        syntaxOf(action)
          .effects(action)
          .map((effect) => ({ effect, pack })),
      ),
    ),
  );
  return {
    refused,
    logs: new Set(effects.flatMap(({ effect, pack }) => (effect.kind === "log" ? [`${pack}/${effect.code}`] : []))),
    errors: new Set([
      ...effects.flatMap(({ effect, pack }) => (effect.kind === "fail" ? [`${pack}/${effect.code}`] : [])),
      ...runtimeCodes,
    ]),
  };
});
