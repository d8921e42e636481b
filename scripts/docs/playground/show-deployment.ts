// Shows the result of a deployment: findings, the effective configuration, changes by rule, the ledger.
import type { Diagnostic } from "../../../engine/common/diagnostic.js";
import { showValue } from "../../../engine/common/show-value.js";
import { overview } from "../../../engine/vllm/overview.js";
import { effectiveConfiguration } from "../../../engine/explain/effective.js";
import type { Evaluated } from "../../../engine/explain/evaluated.js";
import { findRule } from "../../../engine/explain/find-rule.js";
import { groupChanges } from "../../../engine/explain/group-changes.js";
import type { NetChange } from "../../../engine/explain/net-changes.js";
import { effectiveRows } from "../../../engine/report/terminal/text-effective.js";
import { code, dim, element, show, table, type Child } from "./dom.js";

/** Called with the path of a field to explain. */
export type Ask = (path: string) => void;

export function showDiagnostics(diagnostics: readonly Diagnostic[]): void {
  const section = document.getElementById("diagnostics");
  section?.replaceChildren(...(diagnostics.length === 0 ? [] : [diagnosticList(diagnostics)]));
}

export function diagnosticList(diagnostics: readonly Diagnostic[]): HTMLElement {
  const items = diagnostics.map(({ severity, message, hint, file, line, column, code: name }) => {
    const place = [file, line, column].filter((part) => part !== null).join(":");
    return element(
      "li",
      {},
      element("span", { class: severity }, `${severity}: ${message} `),
      dim(`[${name}] ${place}`),
      element("p", {}, hint),
    );
  });
  return element("ul", {}, ...items);
}

export function showEvaluation(evaluated: Evaluated, ask: Ask): void {
  showEffective(evaluated);
  showChanges(evaluated, ask);
}

function showEffective(evaluated: Evaluated): void {
  const configuration = effectiveConfiguration(evaluated, overview);
  const { error } = evaluated.result;
  if (configuration === null || error !== null) {
    show(
      "effective",
      element("p", { class: "error" }, `does not start: ${error?.message ?? ""}`),
      rulePart(error?.rule ?? null, evaluated),
    );
    return;
  }
  const rows = effectiveRows(configuration, overview).map(({ name, value, origin, asked }) => [
    name,
    element("strong", {}, value),
    element("span", {}, dim(origin), ...asked.map((flag) => element("span", { class: "asked" }, ` overrides ${flag}`))),
  ]);
  show("effective", table(["Setting", "Value", "From"], rows));
}

function showChanges(evaluated: Evaluated, ask: Ask): void {
  const { special, derived } = groupChanges(evaluated);
  const byRule = new Map<string, NetChange[]>();
  for (const net of special) {
    const rule = net.writes.at(-1)?.rule ?? "";
    byRule.set(rule, [...(byRule.get(rule) ?? []), net]);
  }
  const groups = [...byRule].map(([rule, nets]) =>
    element("li", {}, code(rule), whyOf(rule, evaluated), ...nets.map((net) => changeLine(net, ask))),
  );
  const rest = derived.map(({ pack, fields }) =>
    element("li", {}, code(pack), element("p", {}, ...fields.flatMap((path) => [fieldButton(path, ask), " "]))),
  );
  show(
    "changes",
    groups.length === 0
      ? element("p", {}, "No rule of this model's family changed anything.")
      : element("ul", {}, ...groups),
    rest.length === 0
      ? null
      : element("details", {}, element("summary", {}, "Derived as for every model"), element("ul", {}, ...rest)),
    logsOf(evaluated),
  );
}

function logsOf({ result: { logs } }: Evaluated): HTMLElement | null {
  if (logs.length === 0) return null;
  const items = logs.map(({ level, message, rule }) => element("li", {}, `${level}: ${message} `, dim(rule)));
  return element("details", {}, element("summary", {}, `Logs (${logs.length})`), element("ul", {}, ...items));
}

interface Shift {
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

export function changeLine(shift: Shift, ask: Ask | null): HTMLElement {
  const { path, before } = shift;
  const after = "after" in shift ? showValue(shift.after, 120) : "removed";
  return element(
    "p",
    {},
    ask === null ? code(path) : fieldButton(path, ask),
    " ",
    element("span", { class: "before mono" }, showValue(before, 120)),
    " → ",
    element("span", { class: "after mono" }, after),
  );
}

function fieldButton(path: string, ask: Ask): HTMLElement {
  const button = element("button", { type: "button", class: "field", title: `Why ${path}?` }, path);
  button.addEventListener("click", () => ask(path));
  return button;
}

function rulePart(rule: string | null, evaluated: Evaluated): Child {
  return rule === null ? null : element("p", {}, code(rule), whyOf(rule, evaluated));
}

function whyOf(rule: string, { rules }: Evaluated): Child {
  const why = findRule(rules, rule)?.rule.why;
  return why === undefined ? null : element("p", {}, why);
}
