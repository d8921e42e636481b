import { gridLine, round, svgStyle } from "./svg.js";

const width = 860;
const [left, right, top, rowHeight] = [230, 110, 62, 26];
const light = ".curve { fill: #0f766e; } .over { fill: #b45309; }";
const dark = ".curve { fill: #2dd4bf; } .over { fill: #f59e0b; }";
const most = 2;
const clearlyOver = 1.2;

/**
 * The exponents with which commands grow, as bars from 0 to 2; what grows clearly faster than linear has another color.
 */
export function drawCurves({ curves, node, machine }) {
  const x = (exponent) => left + (Math.min(Math.max(exponent, 0), most) / most) * (width - left - right);
  const bottom = top + curves.length * rowHeight;
  const grid = [0, 0.5, 1, 1.5, 2].map((value) => gridLine(x(value), top - 4, bottom, String(value)));
  const rows = curves.map(({ command, dimension, exponent }, index) => {
    const y = top + index * rowHeight;
    const kind = exponent !== null && exponent > clearlyOver ? "over" : "curve";
    const end = x(exponent ?? 0);
    const value = exponent === null ? "flat" : exponent.toFixed(2);
    return `<text x="${left - 10}" y="${y + 14}" text-anchor="end">${command}, by ${dimension}</text><rect class="${kind}" x="${left}" y="${y}" width="${round(Math.max(end - left, 2))}" height="${rowHeight - 7}" rx="2"/><text x="${round(end + 7)}" y="${y + 14}">${value}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom + 52}" role="img" aria-label="Growth of commands">
${svgStyle(light, dark)}
<text class="title" x="16" y="26">Growth of commands, as the exponent of processor time beyond a start</text>
<text class="small" x="16" y="44">1 is linear, 2 quadratic; the points are in the table</text>
${grid.join("\n")}
${rows.join("\n")}
<text class="small" x="16" y="${bottom + 42}">Node ${node}, ${machine.cores} cores</text>
</svg>
`;
}
