import type { CodeLens, InlayHint } from "vscode-languageserver";
import type { JsonObject } from "../common/json.js";
import { pointerKeys } from "../common/path.js";
import type { TracedCondition } from "../generated/result.js";
import type { Program } from "../workspace/load-program.js";
import type { CaseRunner, CaseRun } from "./case-runs.js";
import { packOf } from "./occurrences.js";
import { nodeAt, rangeOf, stringAt, type Keys, type Syntax } from "./syntax.js";

export const runCasesCommand = "fettle.runCases";
export const addCasesCommand = "fettle.addCases";

/** Shows above each rule the number of cases in which it fires, and above each case whether it passes. */
export async function lensesOf(syntax: Syntax, runs: CaseRunner): Promise<CodeLens[]> {
  if (syntax.kind !== "pack" && syntax.kind !== "cases") return [];
  const pack = packOf(syntax);
  const cases = await runs.of(pack);
  if (cases === null) return [];
  return syntax.kind === "pack" ? ruleLenses(syntax, pack, cases) : caseLenses(syntax, pack, cases);
}

function ruleLenses(syntax: Syntax, pack: string, cases: readonly CaseRun[]): CodeLens[] {
  const rules = nodeAt(syntax, ["rules"]);
  if (rules?.type !== "array") return [];
  const run = { title: "run cases", command: runCasesCommand, arguments: [pack] };
  return rules.items.flatMap((rule, index) => {
    const id = stringAt(syntax, ["rules", index, "id"]);
    if (id === undefined) return [];
    const fired = cases.filter((entry) => entry.fired.has(`${pack}/${id}`)).length;
    const range = rangeOf(syntax, { offset: rule.offset, length: 1 });
    return [
      ...(cases.length === 0
        ? [{ range, command: { title: "no cases", command: "" } }]
        : [
            { range, command: { title: `fires in ${fired} of ${cases.length} cases`, command: "" } },
            { range, command: run },
          ]),
    ];
  });
}

function caseLenses(syntax: Syntax, pack: string, cases: readonly CaseRun[]): CodeLens[] {
  return cases.flatMap(({ file, index, passes, fired }) => {
    const node = file === syntax.file ? nodeAt(syntax, ["cases", index]) : undefined;
    if (node === undefined) return [];
    const rules = [...fired].map((rule) => rule.slice(pack.length + 1));
    const title = `${passes ? "passes" : "fails"}; fires ${rules.length === 0 ? "no rule" : rules.join(", ")}`;
    return [{ range: rangeOf(syntax, { offset: node.offset, length: 1 }), command: { title, command: "" } }];
  });
}

/**
 * Shows the results of a pack's conditions for a document: the value after each comparison, and after each rule whether
 * it fires.
 */
export function hintsOf(syntax: Syntax, document: JsonObject, program: Program): InlayHint[] {
  const pack = packOf(syntax);
  if (syntax.kind !== "pack" || !program.linked.packs.has(pack)) return [];
  const { trace = [] } = program.run(document, { pack, trace: true });
  const hints: InlayHint[] = [];
  const seen = new Set<string>();
  const add = (keys: Keys, label: string): void => {
    const node = nodeAt(syntax, keys);
    if (node === undefined || seen.has(keys.join("/"))) return;
    seen.add(keys.join("/"));
    hints.push({ position: syntax.document.positionAt(node.offset + node.length), label, paddingLeft: true });
  };
  const visit = (traced: TracedCondition, keys: Keys): void => {
    if (traced.result === null) return;
    traced.all?.forEach((part, index) => visit(part, [...keys, "all", index]));
    traced.any?.forEach((part, index) => visit(part, [...keys, "any", index]));
    if (traced.not !== undefined) visit(traced.not, [...keys, "not"]);
    if (traced.is !== undefined && traced.condition !== undefined) {
      add([...keys, "condition"], traced.result ? "true" : "false");
      visit(traced.is, ["conditions", traced.condition]);
    }
    if (traced.fact !== undefined) add([...keys, "fact"], `= ${show(traced.actual)}: ${traced.result}`);
  };
  for (const { rule, fired, when } of trace) {
    const linked = program.linked.packs.get(pack)?.rules.find(({ id }) => id === rule);
    if (linked === undefined) continue;
    const keys = pointerKeys(linked.at).map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    add([...keys, "id"], fired ? "fires" : "does not fire");
    if (when !== undefined) visit(when, [...keys, "when"]);
  }
  return hints;
}

function show(value: unknown): string {
  const text = value === undefined ? "absent" : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
