import type { RuleFlow } from "../../../explain/rule-flow.js";
import { html, type Markup, type Part } from "./markup.js";

/** A value that one rule writes and a later one reads. */
export interface FlowEdge {
  /** Indices of the rules, from 0. */
  readonly from: number;
  readonly to: number;
  readonly fields: readonly string[];
}

/** Finds the data flow between rules: one edge for each pair of a writer and a later reader. */
export function flowEdges(flow: readonly RuleFlow[]): readonly FlowEdge[] {
  return flow.flatMap(({ reads }, to) =>
    flow.slice(0, to).flatMap(({ writes }, from): readonly FlowEdge[] => {
      const fields = reads.filter((path) => writes.some((written) => meets(written, path)));
      return fields.length === 0 ? [] : [{ from, to, fields }];
    }),
  );
}

/** Whether a read of one path sees a write to the other. */
export function meets(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`) || other === "document";
}

const row = 28;
const letter = 8.2;

/**
 * Renders the data flow as a graph: rules from top to bottom, and an arc from each write to its readers; null if there
 * is none.
 */
export function flowGraph(flow: readonly RuleFlow[]): Part {
  const edges = flowEdges(flow);
  if (edges.length === 0) return null;
  const left = Math.max(...flow.map(({ id }) => id.length)) * letter + 48;
  const widest = Math.max(...edges.map(({ from, to }) => to - from));
  const width = left + reach(widest) + 12;
  const height = flow.length * row + 8;
  const middle = (place: number) => place * row + row / 2 + 4;
  const label = `${flow.length} rules, ${edges.length} data flows between them; the table below shows the same`;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Graph of the rules"><svg class="flow" role="img" aria-label="${label}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
${flow.map(
  (rule, place) => html`<text x="8" y="${middle(place) + 5}"><tspan class="place">${place + 1}</tspan> ${rule.id}</text>
`,
)}${edges.map((edge) => arc(edge, left, middle))}</svg></div>
`;
}

function reach(distance: number): number {
  return 24 + distance * 14;
}

function arc({ from, to, fields }: FlowEdge, left: number, middle: (place: number) => number): Markup {
  const out = left + reach(to - from);
  const [start, end] = [middle(from) + 4, middle(to) - 4];
  return html`<g><title>${from + 1} → ${to + 1}: ${fields.join(", ")}</title><path d="M ${left} ${start} C ${out} ${start}, ${out} ${end}, ${left + 6} ${end}"/><path class="tip" d="M ${left + 8} ${end - 4} L ${left} ${end} L ${left + 8} ${end + 4} Z"/></g>
`;
}
