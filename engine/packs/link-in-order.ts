import { pointer } from "../common/path.js";
import type { DiagnosticCode } from "../common/diagnostic.js";
import type { LinkContext } from "../language/link-context.js";

/** Named definitions of one kind, which may refer to each other in any order. */
export interface Definitions<Raw, Linked> {
  /** The key of the pack that has them. */
  readonly key: "facts" | "conditions";
  /** What one of them is called in messages. */
  readonly kind: string;
  readonly cycle: DiagnosticCode;
  readonly raw: Readonly<Record<string, Raw>>;
  /** Names that a definition may refer to; others than those of `raw` do not count. */
  namesIn(raw: Raw): readonly string[];
  /** Null if it was reported as wrong. */
  link(raw: Raw, at: string, name: string): Linked | null;
}

/** Links definitions after those that they refer to, into `linked`; cyclic and wrong ones into `broken`. */
export function linkInOrder<Raw, Linked>(
  { key, kind, cycle, raw, namesIn, link }: Definitions<Raw, Linked>,
  linked: Map<string, Linked>,
  broken: Set<string>,
  report: LinkContext["report"],
): void {
  const open: string[] = [];
  const visit = (name: string, own: Raw): void => {
    if (linked.has(name) || broken.has(name)) return;
    const at = pointer([key, name]);
    if (open.includes(name)) {
      const circle = [...open.slice(open.indexOf(name)), name].map((part) => `\`${part}\``).join(" → ");
      report(cycle, at, `${kind} cycle: ${circle}`, "define one of them without the others");
      broken.add(name);
      return;
    }
    open.push(name);
    for (const other of namesIn(own)) if (Object.hasOwn(raw, other)) visit(other, raw[other] as Raw);
    open.pop();
    const found = broken.has(name) ? null : link(own, at, name);
    if (found === null) broken.add(name);
    else linked.set(name, found);
  };
  for (const [name, own] of Object.entries(raw)) visit(name, own);
}
