import type { Hover, Position } from "vscode-languageserver";
import type { Pack, Rule } from "../generated/pack.js";
import type { CaseRunner } from "./case-runs.js";
import { fieldText, historyText, ruleText } from "./describe.js";
import type { Serving } from "./session.js";
import { fieldsOfRelease } from "./fields.js";
import type { Names } from "./names.js";
import { packOf } from "./occurrences.js";
import { isOperatorName, operators } from "../language/conditions/operators.js";
import { placeAt } from "./place.js";
import { schemaService } from "./schemas.js";
import { nodeAt, rangeOf, stringAt, type Span, type Syntax } from "./syntax.js";

export interface HoverContext {
  readonly names: Names;
  readonly serving: Serving;
  readonly runs: CaseRunner;
}

/** Describes whatever is at a position. */
export async function hover(syntax: Syntax, position: Position, context: HoverContext): Promise<Hover | null> {
  const { names, serving } = context;
  const { release } = serving;
  const offset = syntax.document.offsetAt(position);
  const show = (value: string, span: Span): Hover => ({
    contents: { kind: "markdown", value },
    range: rangeOf(syntax, span),
  });
  const found = names.at(syntax.file, offset);
  if (found !== null) {
    const text = await textOfName(found.kind, found.pack, found.name, context);
    if (text !== null) return show(text, found.span);
  }
  const path = names.namesOf(syntax).paths.find(({ span }) => isInside(offset, span));
  const field = path === undefined ? undefined : fieldsOfRelease(release).get(path.path);
  if (path !== undefined && field !== undefined) {
    const history = historyText(field.path, release);
    return show([fieldText(field, release), ...(history === "" ? [] : [history])].join("\n\n"), path.span);
  }
  const place = placeAt(syntax, offset);
  if (place?.role === "operator" && place.node?.type === "string") {
    const base = place.node.value.slice(place.node.value.lastIndexOf(":") + 1);
    if (isOperatorName(base)) return show(`**${base}** holds if ${operators[base].meaning}.`, place.node);
  }
  return schemaService(serving.engine).doHover(syntax.document, position, syntax.json);
}

function isInside(offset: number, span: Span): boolean {
  return span.offset <= offset && offset <= span.offset + span.length;
}

async function textOfName(
  kind: string,
  pack: string,
  name: string,
  { names, runs }: HoverContext,
): Promise<string | null> {
  const file = names.packFile(pack);
  if (file === null) return null;
  switch (kind) {
    case "fact": {
      const expression = stringAt(file, ["facts", name]);
      return expression === undefined ? null : `fact **${name}**\n\n\`\`\`jsonata\n${expression}\n\`\`\``;
    }
    case "condition": {
      const node = nodeAt(file, ["conditions", name]);
      if (node === undefined) return null;
      const text = file.text.slice(node.offset, node.offset + node.length);
      return `condition **${name}**\n\n\`\`\`json\n${text}\n\`\`\``;
    }
    case "pack":
      return `pack **${pack}**\n\n${stringAt(file, ["title"]) ?? ""}`;
    case "rule": {
      const content = valueOf(file);
      const rule = content?.rules?.find?.(({ id }) => id === name);
      if (rule === undefined) return null;
      const cases = await runs.of(packOf(file));
      return ruleText(
        rule,
        content?.source,
        cases?.map((run) => ({ name: run.name, fires: run.fired.has(`${pack}/${name}`) })) ?? null,
      );
    }
    default:
      return null;
  }
}

/** The pack as written; null while its text is not JSON. */
function valueOf({ text }: Syntax): { readonly rules?: readonly Rule[]; readonly source?: Pack["source"] } | null {
  try {
    return JSON.parse(text) as Pack;
  } catch {
    return null;
  }
}
