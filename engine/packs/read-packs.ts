import { checkSchema, type SchemaModule } from "../common/explain-schema.js";
import type { Diagnostic } from "../common/diagnostic.js";
import { isObject, type JsonObject } from "../common/json.js";
import type { EngineAdapter } from "../common/engine-adapter.js";
import { memoize } from "../common/memoize.js";
import { engines } from "./engines.js";
import { lastOf } from "../common/must.js";
import { pointer } from "../common/path.js";
import { readJson, type JsonSource } from "../common/read-json.js";
import { readShared } from "../common/aliases.js";
import type { Case, Cases } from "../generated/cases.js";
import type { Claims } from "../generated/claims.js";
import type { Exceptions } from "../generated/exceptions.js";
import type { Pack } from "../generated/pack.js";
import type { RuleSet } from "../generated/set.js";
import * as casesSchema from "../generated/validate-cases.js";
import * as claimsSchema from "../generated/validate-claims.js";
import * as exceptionsSchema from "../generated/validate-exceptions.js";
import * as packSchema from "../generated/validate-pack.js";
import * as policySchema from "../generated/validate-policy.js";
import * as setSchema from "../generated/validate-set.js";
import { finding } from "./check/finding.js";
import { LinkMemory } from "./link-memory.js";
import { foreignActions, lowerPolicy } from "./lower-policy.js";

/** Texts or parsed values, by file name. */
export type RuleFiles = Readonly<Record<string, string | object>>;

export interface Read<Content> {
  readonly file: string;
  readonly source: JsonSource;
  readonly content: Content;
}

/** The parsed contents of rule files; `diagnostics` explains each file that is omitted. */
export interface ReadPacks {
  readonly packs: readonly Read<Pack>[];
  readonly cases: readonly Read<Cases>[];
  readonly claims: readonly Read<Claims>[];
  readonly sets: readonly Read<RuleSet>[];
  readonly exceptions: readonly Read<Exceptions>[];
  /** The serving engine whose documents the cases have. */
  readonly engine: EngineAdapter;
  /** Names of packs and sets whose files were rejected, so that references to them are not reported again. */
  readonly refused: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads `*.pack.json`, `*.cases.json`, `*.claims.json`, `*.set.json` and `*.exceptions.json` files and checks them
 * against their schemas; ignores others. `engineOf` chooses the engine by the sets.
 */
export function readPacks(
  files: RuleFiles,
  memory = new LinkMemory(),
  engineOf: (sets: readonly Read<RuleSet>[]) => EngineAdapter = () => engines.vllm,
): ReadPacks {
  const diagnostics: Diagnostic[] = [];
  const refused = new Set<string>();
  const read = <Content>(
    ending: string,
    schemaFor: (source: JsonSource) => SchemaModule,
    understand: Understand<Content> = asItIs,
  ): Read<Content>[] =>
    Object.entries(files)
      .filter(([file]) => file.endsWith(ending))
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .flatMap(([file, content]) => {
        const one = memory.ofFile(file, content, "read", () => readFile(content, file, ending, schemaFor, understand));
        diagnostics.push(...one.diagnostics);
        for (const name of one.refused) refused.add(name);
        return one.read;
      });
  const packs = read<Pack>(".pack.json", packSchemaFor, (source, found) =>
    isPolicy(source.value) ? lowerPolicy(source, found) : asItIs(source),
  );
  const written = read<Cases>(".cases.json", () => casesSchema as unknown as SchemaModule);
  const claims = read<Claims>(".claims.json", () => claimsSchema as unknown as SchemaModule);
  const sets = read<RuleSet>(".set.json", () => setSchema as unknown as SchemaModule);
  const exceptions = read<Exceptions>(".exceptions.json", () => exceptionsSchema as unknown as SchemaModule);
  const engine = engineOf(sets);
  const cases = written.flatMap((one) => {
    const { content, faults } = withAliases(engine)(one);
    diagnostics.push(...faults);
    if (faults.length > 0) for (const name of namesOf(one.file, ".cases.json", one.source)) refused.add(name);
    return faults.length > 0 ? [] : [{ ...one, content }];
  });
  diagnostics.push(...packs.flatMap((pack) => checkPackName(pack, "pack")), ...sets.flatMap(checkSetName));
  diagnostics.push(...duplicates(packs, "pack", ({ pack }) => pack), ...duplicates(sets, "set", ({ set }) => set));
  return { packs, cases, claims, sets, exceptions, engine, refused, diagnostics };
}

function readFile<Content>(
  text: string | object,
  file: string,
  ending: string,
  schemaFor: (source: JsonSource) => SchemaModule,
  understand: Understand<Content>,
) {
  const diagnostics: Diagnostic[] = [];
  const source = readSource(text, file, diagnostics);
  const findings = source === null ? [] : checkForm(source, schemaFor(source));
  diagnostics.push(...findings);
  const understood = source === null || findings.length > 0 ? null : understand(source, diagnostics);
  return source === null || understood === null
    ? { read: [], refused: namesOf(file, ending, source), diagnostics }
    : { read: [{ file, source, ...understood }], refused: [], diagnostics };
}

/** Parses file content that matches its schema; returns null after reporting another problem. */
type Understand<Content> = (
  source: JsonSource,
  diagnostics: Diagnostic[],
) => { readonly content: Content; readonly source?: JsonSource } | null;

function asItIs<Content>({ value }: JsonSource): { readonly content: Content } {
  return { content: value as Content };
}

/** Whether a pack declares itself a policy, which has its own schema. */
export function isPolicy(value: unknown): boolean {
  return isObject(value) && value.kind === "policy";
}

function checkForm(source: JsonSource, schema: SchemaModule): readonly Diagnostic[] {
  const foreign = isPolicy(source.value) ? foreignActions(source) : [];
  return foreign.length > 0 ? foreign : checkSchema(source, schema);
}

function packSchemaFor({ value }: JsonSource): SchemaModule {
  return (isPolicy(value) ? policySchema : packSchema) as unknown as SchemaModule;
}

/** Resolves `$same` in the documents of cases. */
const withAliases = memoize(({ alias }: EngineAdapter) =>
  memoize(({ content, source, file }: Read<Cases>) => {
    const faults: Diagnostic[] = [];
    const cases = content.cases.map((entry, index): Case => {
      const at = pointer(["cases", index, "document"]);
      const locate: JsonSource["locate"] = (place, what) => source.locate(at + place, what);
      const read = readShared({ value: entry.document as JsonObject, file, locate }, alias, at);
      if (!read.ok) faults.push(read.diagnostic);
      return read.ok ? { ...entry, document: read.document as Case["document"] } : entry;
    });
    return { content: { ...content, cases }, faults };
  }),
);

/** The name that a rejected file declares, and the name that its path implies. */
function namesOf(file: string, ending: string, source: JsonSource | null): readonly string[] {
  const own = isObject(source?.value)
    ? [source.value.pack, source.value.set].filter((name) => typeof name === "string")
    : [];
  const parts = file.slice(0, -ending.length).split(/[\\/]/);
  return [...own, parts.slice(-2).join("/"), lastOf(parts)];
}

function readSource(content: string | object, file: string, diagnostics: Diagnostic[]): JsonSource | null {
  const text = typeof content === "string" ? content : JSON.stringify(content, null, 2);
  const read = readJson(text, file);
  if (read.ok) return read.source;
  diagnostics.push(...read.diagnostics);
  return null;
}

/** Checks that a pack and its cases are in the same folder, named for the vendor. */
export function checkPackName(read: Read<{ pack: string }>, kind: "pack" | "cases" | "claims"): Diagnostic[] {
  const { pack } = read.content;
  if (read.file === `${pack}.${kind}.json` || read.file.endsWith(`/${pack}.${kind}.json`)) return [];
  const [vendor, family] = pack.split("/") as [string, string];
  const [folder, name] = read.file.split(/[\\/]/).slice(-2) as [string, string | undefined];
  if ((name ?? folder) === `${family}.${kind}.json` && (name === undefined || folder === vendor)) return [];
  return [nameMismatch(read, "/pack", pack, `${vendor}/${family}.${kind}.json`)];
}

function checkSetName(read: Read<RuleSet>): Diagnostic[] {
  const { set } = read.content;
  return read.file.split(/[\\/]/).at(-1) === `${set}.set.json`
    ? []
    : [nameMismatch(read, "/set", set, `${set}.set.json`)];
}

function nameMismatch(read: Read<unknown>, at: string, name: string, expected: string): Diagnostic {
  const hint = `move the file to \`${expected}\`, or change the name to match its location`;
  return finding(read, "name-mismatch", at, `\`${name}\` does not match its file name`, hint);
}

function duplicates<Content>(
  all: readonly Read<Content>[],
  key: string,
  nameOf: (content: Content) => string,
): Diagnostic[] {
  const first = new Map<string, string>();
  return all.flatMap((read) => {
    const name = nameOf(read.content);
    const other = first.get(name);
    if (other === undefined) first.set(name, read.file);
    return other === undefined
      ? []
      : [
          finding(
            read,
            "duplicate-pack",
            `/${key}`,
            `\`${name}\` is also in ${other}`,
            "give one of them another name",
          ),
        ];
  });
}
