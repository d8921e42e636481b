import type { Diagnostic } from "../common/diagnostic.js";
import type { Json } from "../common/json.js";
import type { Checked } from "../packs/check/checked.js";

/** Test results of packs. */
export interface Tested {
  /** project@version, for cases that name none. */
  readonly target: string;
  readonly packs: readonly TestedPack[];
  /** Cases files that no pack could run. */
  readonly findings: readonly Diagnostic[];
  line: Checked["line"];
}

export interface TestedPack {
  readonly pack: string;
  readonly file: string | null;
  readonly cases: readonly TestedCase[];
  readonly coverage: {
    readonly rules: readonly { readonly id: string; readonly fired: number; readonly silent: number }[];
    readonly branches: { readonly seen: number; readonly total: number };
  };
  /** Branches of conditions that no case covers. */
  readonly unseen: readonly {
    readonly text: string;
    readonly never: "reached" | "true" | "false";
    readonly line: number | null;
    readonly column: number | null;
  }[];
  readonly findings: readonly Diagnostic[];
  /** Omitted if not requested. */
  readonly mutants?: TestedMutants;
}

/** Mutants of a pack, and whether its cases kill them. */
export interface TestedMutants {
  readonly caught: number;
  /** Proved equivalent, so that no case can kill them; excluded from the mutation score. */
  readonly equivalent: number;
  readonly missed: readonly Diagnostic[];
}

export interface TestedCase {
  readonly name: string;
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly target: string;
  readonly milliseconds: number;
  readonly differences: readonly { readonly path: string; readonly expected?: Json; readonly actual?: Json }[];
  readonly diagnostics: readonly Diagnostic[];
}

export function passes({ differences, diagnostics }: TestedCase): boolean {
  return differences.length === 0 && diagnostics.length === 0;
}

/** Whether every case passes and every rule is covered. */
export function isClean({ packs, findings }: Pick<Tested, "packs" | "findings">): boolean {
  return findings.length === 0 && packs.every((pack) => findingsOf(pack).length === 0 && pack.cases.every(passes));
}

/** Findings besides failing cases. */
export function findingsOf({ findings, mutants }: TestedPack): readonly Diagnostic[] {
  return mutants === undefined ? findings : [...findings, ...mutants.missed];
}
