/** Numbers for a table: three figures are all that a noisy machine gives. */
export function figures(value) {
  if (value >= 1000) return Math.round(value).toLocaleString("en-US");
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

export function duration(nanoseconds) {
  if (nanoseconds < 1000) return `${figures(nanoseconds)} ns`;
  return nanoseconds < 1e6 ? `${figures(nanoseconds / 1000)} µs` : `${figures(nanoseconds / 1e6)} ms`;
}

export function bytes(count) {
  if (count < 10_000) return `${count.toLocaleString("en-US")} B`;
  return count < 1e6 ? `${figures(count / 1000)} KB` : `${figures(count / 1e6)} MB`;
}

/** Lines of cells in columns; the first is aligned left, the others right. */
export function columns(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const lines = rows.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join("   "),
  );
  lines.splice(1, 0, widths.map((width) => "─".repeat(width)).join("   "));
  return `${lines.map((line) => `  ${line.trimEnd()}`).join("\n")}\n`;
}
