import type { LinkedPacks } from "../packs/linked.js";
import { reachableFrom } from "../packs/reachable-packs.js";
import type { RuleFiles } from "../packs/read-packs.js";
import { targetText } from "../packs/target.js";
import type { Background } from "./background.js";
import type { Checked } from "./checker.js";
import type { AddedCases, PackProofs, ProvingTask } from "./proving.js";

/** What is known of a pack's proofs. */
export type ProofState =
  | { readonly kind: "proving" }
  | { readonly kind: "proved"; readonly proofs: PackProofs }
  | { readonly kind: "failed"; readonly message: string };

/** Proving begins when nothing was typed for so long. */
const quietMilliseconds = 600;
const mostRemembered = 100;

/**
 * Proves packs in the background. A result depends on the texts of a pack, of the packs that it includes, and of its
 * claims: it is remembered by them, so that other edits, and edits undone, do not prove again.
 */
export class ProofRunner {
  readonly #background: Background;
  readonly #known = new Map<string, ProofState>();
  readonly #wanted = new Map<string, { readonly key: string; readonly timer: NodeJS.Timeout }>();
  readonly #changed: () => void;

  /** `changed` is called when the state of a pack changes. */
  constructor(background: Background, changed: () => void) {
    this.#background = background;
    this.#changed = changed;
  }

  /** The state of a pack; proves it later if it is not known. Null if the rules cannot run. */
  of(pack: string, { linked, files }: Checked, set: string): ProofState | null {
    if (linked === null || !linked.packs.has(pack)) return null;
    const key = keyOf(pack, linked, files);
    const known = this.#known.get(key);
    const before = this.#wanted.get(pack);
    if (before !== undefined && before.key !== key) this.#forget(pack, before);
    if (known !== undefined || before?.key === key) return known ?? { kind: "proving" };
    const task: ProvingTask = { kind: "prove", files, set, target: targetText(linked.target), pack };
    const timer = setTimeout(() => void this.#prove(task, key), quietMilliseconds);
    this.#wanted.set(pack, { key, timer });
    return { kind: "proving" };
  }

  /** Looks for missing cases of a pack; null if the question is cancelled, or none is missing. */
  async missingCases(pack: string, { linked, files }: Checked, set: string): Promise<AddedCases | string | null> {
    if (linked === null) return "the rules have errors";
    const task: ProvingTask = { kind: "add-cases", files, set, target: targetText(linked.target), pack };
    const answer = await this.#background.ask(task);
    if (answer?.kind === "failed") return answer.message;
    return answer?.kind === "cases" ? answer.added : null;
  }

  async #prove(task: ProvingTask, key: string): Promise<void> {
    const answer = await this.#background.ask(task);
    if (this.#wanted.get(task.pack)?.key === key) this.#wanted.delete(task.pack);
    if (answer === null || answer.kind === "cases") return;
    this.#known.set(key, answer);
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostRemembered && oldest !== undefined) this.#known.delete(oldest);
    this.#changed();
  }

  #forget(pack: string, { timer }: { readonly timer: NodeJS.Timeout }): void {
    clearTimeout(timer);
    this.#wanted.delete(pack);
    this.#background.cancel((task) => task.kind === "prove" && task.pack === pack);
  }
}

function keyOf(pack: string, linked: LinkedPacks, files: RuleFiles): string {
  const packs = [...reachableFrom([pack], linked)].map((name) => linked.packs.get(name)?.file);
  const claims = linked.read.claims.filter(({ content }) => content.pack === pack).map(({ file }) => file);
  return JSON.stringify([
    targetText(linked.target),
    pack,
    [...packs, ...claims].map((file) => (file == null ? null : (files[file] ?? null))),
  ]);
}
