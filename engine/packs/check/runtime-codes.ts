/** Codes of the engine's own errors; those of an expression are `fettle/jsonata-` and jsonata's code. */
export const runtimeCodes = [
  "fettle/missing-parent",
  "fettle/absent-value",
  "fettle/array-item",
  "fettle/document-type",
  "fettle/operator",
  "fettle/limit",
] as const;
