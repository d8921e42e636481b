/** A quantile of sorted numbers, between neighbours where it falls between. */
function quantile(sorted, part) {
  const place = (sorted.length - 1) * part;
  const below = Math.floor(place);
  const above = sorted[below + 1] ?? sorted[below];
  return sorted[below] + (above - sorted[below]) * (place - below);
}

/** The middle of measurements, the middle half of them, and the least. */
export function summarize(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    quarters: [quantile(sorted, 0.25), quantile(sorted, 0.75)],
    least: sorted[0],
    count: sorted.length,
  };
}
