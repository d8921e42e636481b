import { writtenText, type ActionEffect } from "../../../language/actions/effect.js";
import type { DecisionTable } from "../../../explain/decision-table.js";
import { code, html, prose, table, type Markup, type Part } from "./markup.js";

/** Renders the rules of a pack as a decision table. */
export function decisionsPart({ columns, rows }: DecisionTable): Markup {
  const hasBesides = rows.some(({ besides }) => besides.length > 0);
  const head = ["rule", ...columns.map(({ name }) => code(name)), ...(hasBesides ? ["and"] : []), "does"];
  const lines = rows.map(({ id, cells, besides, effects }, index) => [
    html`<span class="number">${index + 1}</span> ${code(id)}`,
    ...cells.map((tests) =>
      tests.length === 0 ? html`<span class="dim">any</span>` : stacked(tests.map((test) => code(test))),
    ),
    ...(hasBesides ? [stacked(besides.map((test) => code(test)))] : []),
    stacked(effects.map(effectPart)),
  ]);
  return table("Decision table: rules run from top to bottom, and a rule fires if its whole row holds", head, lines);
}

function stacked(parts: readonly Part[]): Markup {
  return html`<ul class="plain">${parts.map((part) => html`<li>${part}</li>`)}</ul>`;
}

function effectPart(effect: ActionEffect): Part {
  switch (effect.kind) {
    case "set":
      return html`${code(effect.path)} ← ${code(writtenText(effect.value, Infinity))}`;
    case "unset":
      return html`removes ${code(effect.path)}`;
    case "log":
      return html`logs ${effect.level} ${code(effect.code)}: ${prose(effect.message)}`;
    case "fail":
      return html`fails with ${code(effect.code)}: ${prose(effect.message)}`;
    case "include":
      return html`runs ${code(effect.pack)}`;
  }
}
