// Shows the rule graph as arcs beside a list: readable at any width, and as text for screen readers.
import { code, element, show } from "./dom.js";
import type { RuleGraph } from "./rule-graph.js";

const rowHeight = 24;
const space = "http://www.w3.org/2000/svg";

export function showGraph(graph: RuleGraph): void {
  const { rules, edges, unlinked } = graph;
  if (rules.length + unlinked.length === 0) {
    show("graph", element("p", {}, "No rule changed anything."));
    return;
  }
  const farthest = Math.max(0, ...edges.map(({ from, to }) => to - from));
  const left = 16 + Math.min(120, farthest * 8);
  const width = left + 16 + Math.max(0, ...rules.map((rule) => rule.length)) * 7.4;
  const height = rules.length * rowHeight + 8;
  const y = (index: number) => index * rowHeight + rowHeight / 2 + 4;
  const image = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": labelOf(graph) });
  image.style.minWidth = `${Math.min(width, 520)}px`;
  image.style.maxWidth = `${width * 1.2}px`;
  for (const { from, to, fields } of edges) {
    const reach = Math.min(120, (to - from) * 8) + 6;
    const arc = svg("path", {
      d: `M ${left} ${y(from)} C ${left - reach} ${y(from)} ${left - reach} ${y(to)} ${left} ${y(to)}`,
    });
    arc.append(titled(`${rules[to]} reads ${fields.join(", ")}, which ${rules[from]} wrote`));
    image.append(arc);
  }
  for (const [index, rule] of rules.entries()) {
    image.append(svg("circle", { cx: String(left), cy: String(y(index)), r: "4" }));
    const text = svg("text", { x: String(left + 12), y: String(y(index) + 4) });
    text.textContent = rule;
    image.append(text);
  }
  const list = edges.map(({ from, to, fields }) =>
    element("li", {}, `${rules[to]} reads ${fields.join(", ")} from ${rules[from]}`),
  );
  show(
    "graph",
    element("p", { class: "dim" }, "From top to bottom; an arc joins a rule to a later one that reads what it wrote."),
    rules.length === 0 ? null : scrollable(image),
    unlinked.length === 0
      ? null
      : element(
          "details",
          {},
          element("summary", {}, `${unlinked.length} more, for every model, with no links`),
          element("ul", {}, ...unlinked.map((rule) => element("li", {}, code(rule)))),
        ),
    list.length === 0 ? null : element("details", {}, element("summary", {}, "As text"), element("ul", {}, ...list)),
  );
}

function labelOf({ rules, edges }: RuleGraph): string {
  return `${rules.length} rules that fired, with ${edges.length} links between them; the list below has them as text`;
}

function scrollable(image: SVGElement): HTMLElement {
  return element("div", { class: "graph-scroll", tabindex: "0", role: "group", "aria-label": "Graph of rules" }, image);
}

function svg(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS(space, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function titled(text: string): SVGElement {
  const title = svg("title", {});
  title.textContent = text;
  return title;
}
