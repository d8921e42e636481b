/** Codes of the engine's own errors. Errors of expressions have `fettle/jsonata-` and jsonata's code. */
export const runtimeCodes = [
  "fettle/missing-parent",
  "fettle/absent-value",
  "fettle/array-item",
  "fettle/document-type",
  "fettle/operator",
  "fettle/limit",
] as const;
