/** How packs run: as generated code, or as closures where that is not allowed. */
export type CompileMode = "code" | "closures";

/** Code where the surroundings allow it (a content security policy may not), else closures. */
export function defaultMode(): CompileMode {
  try {
    new Function("return true");
    return "code";
  } catch {
    return "closures";
  }
}
