import { checkSchema, type SchemaModule } from "../base/explain-schema.js";
import { diagnostic, type Diagnostic } from "../base/diagnostic.js";
import { readJson, type JsonSource } from "../base/read-json.js";
import type { Cases } from "../generated/cases.js";
import type { Pack } from "../generated/pack.js";
import type { RuleSet } from "../generated/set.js";
import * as casesSchema from "../generated/validate-cases.js";
import * as packSchema from "../generated/validate-pack.js";
import * as setSchema from "../generated/validate-set.js";

/** Texts, or values already parsed, by file name. */
export type RuleFiles = Readonly<Record<string, string | object>>;

export interface Read<Content> {
  readonly file: string;
  readonly source: JsonSource;
  readonly content: Content;
}

/** What a number of files hold; `diagnostics` says of each file that is left out why it is. */
export interface ReadPacks {
  readonly packs: readonly Read<Pack>[];
  readonly cases: readonly Read<Cases>[];
  readonly sets: readonly Read<RuleSet>[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads `*.pack.json`, `*.cases.json` and `*.set.json` files and checks them against their schemas; ignores others. */
export function readPacks(files: RuleFiles): ReadPacks {
  const diagnostics: Diagnostic[] = [];
  const read = <Content>(ending: string, schema: SchemaModule): Read<Content>[] =>
    Object.keys(files)
      .filter((file) => file.endsWith(ending))
      .sort()
      .flatMap((file) => {
        const source = readSource(files[file]!, file, diagnostics);
        const findings = source === null ? [] : checkSchema(source, schema);
        diagnostics.push(...findings);
        return source === null || findings.length > 0 ? [] : [{ file, source, content: source.value as Content }];
      });
  const packs = read<Pack>(".pack.json", packSchema as unknown as SchemaModule);
  const cases = read<Cases>(".cases.json", casesSchema as unknown as SchemaModule);
  const sets = read<RuleSet>(".set.json", setSchema as unknown as SchemaModule);
  diagnostics.push(...packs.flatMap(checkPackName), ...sets.flatMap(checkSetName));
  diagnostics.push(...duplicates(packs, ({ pack }) => pack), ...duplicates(sets, ({ set }) => set));
  return { packs, cases, sets, diagnostics };
}

function readSource(content: string | object, file: string, diagnostics: Diagnostic[]): JsonSource | null {
  const text = typeof content === "string" ? content : JSON.stringify(content, null, 2);
  const read = readJson(text, file);
  if (read.ok) return read.source;
  diagnostics.push(...read.diagnostics);
  return null;
}

function checkPackName({ file, source, content }: Read<Pack>): Diagnostic[] {
  const [vendor, family] = content.pack.split("/") as [string, string];
  const [folder, name] = file.split(/[\\/]/).slice(-2) as [string, string | undefined];
  if ((name ?? folder) === `${family}.pack.json` && (name === undefined || folder === vendor)) return [];
  return [nameMismatch(file, source, "/pack", content.pack, `${vendor}/${family}.pack.json`)];
}

function checkSetName({ file, source, content }: Read<RuleSet>): Diagnostic[] {
  if (file.split(/[\\/]/).at(-1) === `${content.set}.set.json`) return [];
  return [nameMismatch(file, source, "/set", content.set, `${content.set}.set.json`)];
}

function nameMismatch(file: string, source: JsonSource, path: string, name: string, expected: string): Diagnostic {
  const place = { file, path, ...source.locate(path) };
  const hint = `move it to \`${expected}\`, or give it the name that its place says`;
  return diagnostic("name-mismatch", `\`${name}\` does not agree with the name of its file`, { ...place, hint });
}

function duplicates<Content>(all: readonly Read<Content>[], nameOf: (content: Content) => string): Diagnostic[] {
  const first = new Map<string, string>();
  return all.flatMap(({ file, content }) => {
    const name = nameOf(content);
    const other = first.get(name);
    if (other === undefined) first.set(name, file);
    const hint = "give one of them another name";
    return other === undefined ? [] : [diagnostic("duplicate-pack", `\`${name}\` is also in ${other}`, { file, hint })];
  });
}

