import { figures } from "./format.js";

const width = 860;
const [left, right, top, rowHeight] = [230, 110, 62, 26];

/** How long whole commands take, by the clock and in processor time, as bars on a log scale from 10 ms on. */
export function drawCommands({ commands, node, machine }) {
  const most = Math.max(...commands.flatMap(({ milliseconds, processor }) => [milliseconds.median, processor.median]));
  const decades = Math.ceil(Math.log10(most / 10));
  const x = (time) => left + (Math.log10(Math.max(time / 10, 1)) / decades) * (width - left - right);
  const bottom = top + commands.length * rowHeight;
  const grid = Array.from({ length: decades + 1 }, (_, power) =>
    gridLine(x(10 ** (power + 1)), bottom, 10 ** (power - 2)),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom + 52}" role="img" aria-label="Time of whole commands">
<style>
text { font: 13px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1f2328; }
.title { font-size: 16px; font-weight: 600; }
.small { font-size: 11px; fill: #59636e; }
.grid { stroke: #d1d9e0; }
.clock { fill: #0f766e; } .processor { fill: #8c959f; }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc; } .small { fill: #9198a1; } .grid { stroke: #3d444d; }
.clock { fill: #2dd4bf; } .processor { fill: #848d97; }
}
</style>
<text class="title" x="16" y="26">Time of whole commands over all shipped packs</text>
<text class="small" x="16" y="44">upper bar: by the clock; lower bar: processor time of all threads; shorter is better, each step is ten times as long</text>
${grid.join("\n")}
${commands.map((row, index) => bars(row, top + index * rowHeight, x)).join("\n")}
<text class="small" x="16" y="${bottom + 42}">Node ${node}, ${machine.cores} cores, medians</text>
</svg>
`;
}

function gridLine(x, bottom, seconds) {
  return `<line class="grid" x1="${round(x)}" y1="${top - 4}" x2="${round(x)}" y2="${bottom}"/><text class="small" x="${round(x)}" y="${bottom + 16}" text-anchor="middle">${seconds} s</text>`;
}

function bars({ name, milliseconds, processor }, y, x) {
  const height = (rowHeight - 8) / 2;
  const bar = (kind, time, start) =>
    `<rect class="${kind}" x="${left}" y="${start}" width="${round(Math.max(x(time) - left, 2))}" height="${height}" rx="2"/>`;
  const label = Math.max(x(milliseconds.median), x(processor.median)) + 7;
  return `<text x="${left - 10}" y="${y + height + 4.5}" text-anchor="end">${name}</text>${bar("clock", milliseconds.median, y)}${bar("processor", processor.median, y + height)}<text x="${round(label)}" y="${y + height + 4.5}">${figures(milliseconds.median / 1000)} s</text>`;
}

function round(value) {
  return Number(value.toFixed(1));
}
