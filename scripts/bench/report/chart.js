import { figures } from "./format.js";
import { gridLine, round, svgStyle } from "./svg.js";

const width = 860;
const [left, right, top, rowHeight] = [290, 90, 62, 26];
const light = `.base { fill: #8c959f; } .fettle { fill: #0f766e; } .peer { fill: #b45309; }
.spread { stroke: #1f2328; stroke-width: 1.5; }`;
const dark = `.base { fill: #848d97; } .fettle { fill: #2dd4bf; } .peer { fill: #f59e0b; } .spread { stroke: #f0f6fc; }`;

/** The evaluation's ratios as bars on a log scale; colours follow the reader's light or dark theme. */
export function drawChart({ evaluation, node, machine }) {
  const rows = inOrder(evaluation.contenders.filter(({ ratio }) => ratio !== null));
  const most = Math.max(...rows.map(({ ratio }) => ratio.median));
  const decades = Math.ceil(Math.log10(most));
  const x = (ratio) => left + (Math.log10(Math.max(ratio, 1)) / decades) * (width - left - right);
  const bottom = top + rows.length * rowHeight;
  const height = bottom + 52;
  const grid = Array.from({ length: decades + 1 }, (_, power) =>
    gridLine(x(10 ** power), top - 4, bottom, `${(10 ** power).toLocaleString("en-US")}×`),
  );
  const bars = rows.map((row, index) => bar(row, top + index * rowHeight, x));
  const caption = `Node ${node}, ${machine.cores} cores, median of interleaved rounds, ${evaluation.documents} documents; thin lines: the middle half of the rounds`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Cost of an evaluation, as a multiple of a function written by hand">
${svgStyle(light, dark)}
<text class="title" x="16" y="26">Cost of an evaluation, as a multiple of a function written by hand</text>
<text class="small" x="16" y="44">shorter is better; each step of the scale is ten times as slow</text>
${grid.join("\n")}
${bars.join("\n")}
<text class="small" x="16" y="${height - 10}">${caption}</text>
</svg>
`;
}

/** Ours as they are listed, then the other engines from the fastest on. */
function inOrder(rows) {
  const others = rows.filter(({ group }) => group === "peer").toSorted((a, b) => a.ratio.median - b.ratio.median);
  return [...rows.filter(({ group }) => group !== "peer"), ...others];
}

function bar({ name, group, ratio }, y, x) {
  const [start, end, middle] = [left, Math.max(x(ratio.median), left + 2), y + rowHeight / 2 - 2];
  const [low, high] = ratio.quarters.map(x);
  const spread =
    high - low < 1 ? "" : `<line class="spread" x1="${round(low)}" y1="${middle}" x2="${round(high)}" y2="${middle}"/>`;
  const label = Math.max(end, high) + 7;
  return `<text x="${left - 10}" y="${middle + 4.5}" text-anchor="end">${escape(name)}</text><rect class="${group}" x="${start}" y="${y}" width="${round(end - start)}" height="${rowHeight - 7}" rx="2"/>${spread}<text x="${round(label)}" y="${middle + 4.5}">${figures(ratio.median)}×</text>`;
}

function escape(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
