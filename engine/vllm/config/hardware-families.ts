/** Hardware names in recipes, with the generation and vendor that overrides may also use. */
const families: Readonly<Record<string, readonly string[]>> = {
  a100: ["nvidia", "ampere"],
  h20: ["nvidia", "hopper"],
  h100: ["nvidia", "hopper"],
  h200: ["nvidia", "hopper"],
  b200: ["nvidia", "blackwell"],
  b300: ["nvidia", "blackwell"],
  gb200: ["nvidia", "blackwell"],
  gb300: ["nvidia", "blackwell"],
  rtx_5090: ["nvidia", "blackwell"],
  rtx_5090_2x: ["nvidia", "blackwell"],
  rtx_pro_5000: ["nvidia", "blackwell"],
  rtx_pro_6000: ["nvidia", "blackwell"],
  dgx_spark_gb10: ["nvidia", "blackwell"],
  dgx_station_gb300: ["nvidia", "blackwell"],
  mi300x: ["amd"],
  mi325x: ["amd"],
  mi350x: ["amd"],
  mi355x: ["amd"],
  xeon6: ["cpu"],
  arc_pro_b60: ["xpu"],
  arc_pro_b70: ["xpu"],
  trillium: ["tpu"],
  ironwood: ["tpu"],
  hopper: ["nvidia"],
  blackwell: ["nvidia"],
  ampere: ["nvidia"],
};

/** All names that select hardware. */
export const hardwareNames: readonly string[] = [
  ...new Set([...Object.keys(families), ...Object.values(families).flat()]),
];

/** Names of the overrides for this hardware, from the most general to the most specific. */
export function overrideNames(hardware: string): readonly string[] {
  return [...(families[hardware] ?? []), hardware];
}
