/** Colors of text and grid, which follow the reader's light or dark theme; `light` and `dark` add those of the bars. */
export function svgStyle(light, dark) {
  return `<style>
text { font: 13px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1f2328; }
.title { font-size: 16px; font-weight: 600; }
.small { font-size: 11px; fill: #59636e; }
.grid { stroke: #d1d9e0; }
${light}
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc; } .small { fill: #9198a1; } .grid { stroke: #3d444d; }
${dark}
}
</style>`;
}

/** A vertical line of the grid from `top` to `bottom`, labeled below. */
export function gridLine(x, top, bottom, label) {
  const at = round(x);
  return `<line class="grid" x1="${at}" y1="${top}" x2="${at}" y2="${bottom}"/><text class="small" x="${at}" y="${bottom + 16}" text-anchor="middle">${label}</text>`;
}

export function round(value) {
  return Number(value.toFixed(1));
}
