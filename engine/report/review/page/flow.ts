import type { RuleFlow } from "../../../explain/rule-flow.js";
import { flowGraph, meets } from "./flow-graph.js";
import { code, html, table, type Markup, type Part } from "./markup.js";

/** Renders the rules of a pack in order: their reads, whose writes they see, and their effects. */
export function flowPart(flow: readonly RuleFlow[]): Markup {
  const rows = flow.map((rule, index) => [
    html`<span class="number">${index + 1}</span> ${code(rule.id)}`,
    list(rule.reads.map((path) => readChip(path, writersBefore(flow, index, path)))),
    list(rule.writes.map((path) => chip(path, "chip write"))),
    list([
      ...rule.fails.map((failure) => html`may fail with ${code(failure)}`),
      ...rule.includes.map((pack) => html`runs ${code(pack)}`),
    ]),
  ]);
  return html`${flowGraph(flow)}${table(
    "Rules in order, with the fields that each reads and writes",
    ["rule", "reads (← earlier rules that write the field)", "writes", "also"],
    rows,
  )}`;
}

/** Numbers of the earlier rules that write a path, or something below or around it. */
function writersBefore(flow: readonly RuleFlow[], index: number, path: string): readonly number[] {
  return flow
    .slice(0, index)
    .flatMap(({ writes }, place) => (writes.some((written) => meets(written, path)) ? [place + 1] : []));
}

function readChip(path: string, writers: readonly number[]): Markup {
  if (writers.length === 0) return chip(path, "chip");
  return html`${chip(path, "chip fed")} <span class="from">← ${writers.join(", ")}</span>`;
}

function chip(path: string, kind: string): Markup {
  return html`<span class="${kind}">${code(path)}</span>`;
}

function list(items: readonly Part[]): Part {
  return items.length === 0
    ? html`<span class="dim">none</span>`
    : html`<ul class="plain">${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}
