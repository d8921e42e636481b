import { figures } from "./format.js";
import { gridLine, round, svgStyle } from "./svg.js";

const width = 860;
const [left, right, top, rowHeight] = [230, 110, 62, 26];
const light = ".clock { fill: #0f766e; } .peer { fill: #b45309; } .processor { fill: #8c959f; }";
const dark = ".clock { fill: #2dd4bf; } .peer { fill: #f59e0b; } .processor { fill: #848d97; }";

/** How long whole commands take, by the clock and in processor time, as bars on a log scale from 10 ms on. */
export function drawCommands({ commands: { rows: commands }, node, machine }) {
  const most = Math.max(...commands.flatMap(({ milliseconds, processor }) => [milliseconds.median, processor.median]));
  const decades = Math.ceil(Math.log10(most / 10));
  const x = (time) => left + (Math.log10(Math.max(time / 10, 1)) / decades) * (width - left - right);
  const bottom = top + commands.length * rowHeight;
  const grid = Array.from({ length: decades + 1 }, (_, power) =>
    gridLine(x(10 ** (power + 1)), top - 4, bottom, `${10 ** (power - 2)} s`),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom + 52}" role="img" aria-label="Time of whole commands">
${svgStyle(light, dark)}
<text class="title" x="16" y="26">Time of whole commands over all shipped packs</text>
<text class="small" x="16" y="44">upper bar: by the clock; lower bar: processor time of all threads; shorter is better, each step is ten times as long</text>
${grid.join("\n")}
${commands.map((row, index) => bars(row, top + index * rowHeight, x)).join("\n")}
<text class="small" x="16" y="${bottom + 42}">Node ${node}, ${machine.cores} cores, medians</text>
</svg>
`;
}

function bars({ name, isPeer, milliseconds, processor }, y, x) {
  const height = (rowHeight - 8) / 2;
  const bar = (kind, time, start) =>
    `<rect class="${kind}" x="${left}" y="${start}" width="${round(Math.max(x(time) - left, 2))}" height="${height}" rx="2"/>`;
  const label = Math.max(x(milliseconds.median), x(processor.median)) + 7;
  return `<text x="${left - 10}" y="${y + height + 4.5}" text-anchor="end">${name}</text>${bar(isPeer ? "peer" : "clock", milliseconds.median, y)}${bar("processor", processor.median, y + height)}<text x="${round(label)}" y="${y + height + 4.5}">${figures(milliseconds.median / 1000)} s</text>`;
}
