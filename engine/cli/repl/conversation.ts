import { FettleError, type Diagnostic } from "../../common/diagnostic.js";
import { printDiagnostics } from "../output/print-diagnostics.js";
import type { Streams } from "../output/streams.js";
import type { ServingRelease } from "../../serving/serving-engine.js";
import { answerLine } from "./commands.js";
import { completeLine } from "./complete.js";
import { caretLines, isUnfinished } from "./input-text.js";
import type { Asking } from "./read-lines.js";
import type { ReplSession } from "./session.js";

/** Answers lines sequentially; multi-line input is answered with its last line. */
export class Conversation implements Asking {
  readonly #session: ReplSession;
  readonly #streams: Streams;
  readonly #release: ServingRelease;
  #pending = "";
  /** Number of answers that were errors. */
  mistakes = 0;

  constructor(session: ReplSession, streams: Streams, release: ServingRelease) {
    this.#release = release;
    this.#session = session;
    this.#streams = streams;
  }

  prompt(): string {
    return this.#pending === "" ? this.#session.prompt : "... ";
  }

  complete(line: string): readonly [candidates: string[], replaced: string] {
    return completeLine(`${this.#pending}${line}`, this.#session.scope, this.#session.document, this.#release);
  }

  forget(): boolean {
    const had = this.#pending !== "";
    this.#pending = "";
    return had;
  }

  async answer(line: string): Promise<boolean> {
    const text = `${this.#pending}${line}`;
    if (line.trim() !== "" && isUnfinished(text)) {
      this.#pending = `${text}\n`;
      return true;
    }
    this.#pending = "";
    if (text.trim() === ".exit") return false;
    try {
      if (text.trim() !== "") await this.#streams.write(answerLine(text, this.#session));
    } catch (error) {
      if (!(error instanceof FettleError)) throw error;
      this.mistakes++;
      for (const found of error.diagnostics) this.#tell(text, found);
    }
    return true;
  }

  /** Reports incomplete input at the end. */
  async finish(): Promise<void> {
    if (this.#pending !== "") await this.answer("");
  }

  #tell(text: string, found: Diagnostic): void {
    const lines = caretLines(text, found);
    if (lines.length > 0) this.#streams.note(`${lines.join("\n")}\n`);
    printDiagnostics([lines.length > 0 ? { ...found, line: null, column: null } : found], this.#streams);
  }
}
