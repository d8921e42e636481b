import { CompletionItemKind, type CompletionItem, type CompletionList, type Position } from "vscode-languageserver";
import { architectures } from "../generated/architectures.js";
import type { ServingRelease } from "../serving/serving-engine.js";
import { standardDecorators, standardOperators } from "../language/conditions/operators.js";
import { fieldText } from "./describe.js";
import type { Serving } from "./session.js";
import { fieldsOfRelease } from "./fields.js";
import type { Names } from "./names.js";
import { packOf, type Name } from "./occurrences.js";
import { isOperatorName, operators } from "../language/conditions/operators.js";
import { placeAt, type Place } from "./place.js";
import { schemaService } from "./schemas.js";
import { rangeOf, stringAt, type Syntax } from "./syntax.js";

interface Choice {
  readonly value: unknown;
  readonly kind: CompletionItemKind;
  readonly detail?: string | undefined;
  readonly documentation?: string | undefined;
}

/** Completes at a position: names where a rule file refers to one, otherwise by its schema. */
export async function complete(
  syntax: Syntax,
  position: Position,
  names: Names,
  serving: Serving,
): Promise<CompletionList | null> {
  const place = placeAt(syntax, syntax.document.offsetAt(position));
  const choices = place === null ? null : choicesAt(place, syntax, names, serving.release);
  if (place !== null && choices !== null) {
    const range = rangeOf(syntax, place.replaces);
    const items = choices.map(({ value, kind, detail, documentation }, index): CompletionItem => {
      const text = JSON.stringify(value);
      return {
        ...{ label: typeof value === "string" ? value : text, kind, filterText: text },
        ...{ textEdit: { range, newText: text }, sortText: String(index).padStart(5, "0") },
        ...(detail === undefined ? {} : { detail }),
        ...(documentation === undefined ? {} : { documentation: { kind: "markdown", value: documentation } }),
      };
    });
    return { isIncomplete: false, items };
  }
  return schemaService(serving.engine).doComplete(syntax.document, position, syntax.json);
}

function choicesAt(place: Place, syntax: Syntax, names: Names, release: ServingRelease): readonly Choice[] | null {
  const pack = packOf(syntax);
  const named = (kind: Name["kind"], of: CompletionItemKind): readonly Choice[] => {
    const found = names.all().filter((name) => name.kind === kind && name.isDefinition);
    return found.filter((name) => kind === "pack" || name.pack === pack).map(({ name }) => ({ value: name, kind: of }));
  };
  const facts = () => named("fact", CompletionItemKind.Variable);
  switch (place.role) {
    case "reference":
      return [...facts(), ...pathChoices(names, release)];
    case "fact":
      return facts();
    case "path":
      return pathChoices(names, release);
    case "condition":
      return named("condition", CompletionItemKind.Function);
    case "pack":
      return named("pack", CompletionItemKind.Module);
    case "operator":
      return operatorChoices();
    case "compared":
      return valueChoices(fieldBeside(place, syntax, "fact"), release);
    case "written":
      return valueChoices(fieldBeside(place, syntax, "set"), release);
    case "architecture":
      return architectures.map((value) => ({ value, kind: CompletionItemKind.Class }));
    case "release":
      return release.releases
        .toReversed()
        .map((version) => ({ value: `${release.adapter.name}@${version}`, kind: CompletionItemKind.Constant }));
    case "code":
      return names
        .all()
        .filter(({ kind, isDefinition }) => kind === "code" && isDefinition)
        .map((code) => ({ value: `${code.pack}/${code.name}`, kind: CompletionItemKind.Event }));
    default:
      return null;
  }
}

function pathChoices(names: Names, release: ServingRelease): readonly Choice[] {
  const fields = fieldsOfRelease(release);
  const known = [...fields.values()].filter(({ isSection }) => !isSection);
  const open = [...names.paths()].filter((path) => !fields.has(path)).sort();
  return [
    ...known.map((field) => ({
      value: field.path,
      kind: CompletionItemKind.Field,
      detail: field.types.join(" or "),
      documentation: fieldText(field, release),
    })),
    ...open.map((value) => ({ value, kind: CompletionItemKind.Field, detail: "named by a rule" })),
  ];
}

function operatorChoices(): readonly Choice[] {
  const plain = standardOperators.map(({ name }) => ({
    value: name,
    kind: CompletionItemKind.Operator,
    ...(isOperatorName(name) ? { documentation: operators[name].meaning } : {}),
  }));
  const decorated = standardDecorators.flatMap((decorator) =>
    standardOperators.map(({ name }) => ({ value: `${decorator}:${name}`, kind: CompletionItemKind.Operator })),
  );
  return [...plain, ...decorated];
}

/** The path that a value is compared with or written to: the sibling key at the nearest level that has one. */
function fieldBeside({ keys }: Place, syntax: Syntax, key: "fact" | "set"): string | undefined {
  const at = keys.lastIndexOf("value");
  return at < 0 ? undefined : stringAt(syntax, [...keys.slice(0, at), key]);
}

/** Null if the field has no enumerated values, so that the schema's completion applies. */
function valueChoices(path: string | undefined, release: ServingRelease): readonly Choice[] | null {
  const field = path === undefined ? undefined : fieldsOfRelease(release).get(path);
  if (field === undefined) return null;
  const values = field.types.includes("boolean") ? [true, false] : field.values;
  return values.length === 0 ? null : values.map((value) => ({ value, kind: CompletionItemKind.EnumMember }));
}
