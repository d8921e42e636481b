/** How packs run: as generated code, or as closures where code generation is forbidden. */
export type CompileMode = "code" | "closures";

/** Code if the environment allows it (a content security policy may not), otherwise closures. */
export function defaultMode(): CompileMode {
  try {
    new Function();
    return "code";
  } catch {
    return "closures";
  }
}
