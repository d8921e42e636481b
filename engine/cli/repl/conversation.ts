import { FettleError, type Diagnostic } from "../../common/diagnostic.js";
import { printDiagnostics } from "../output/print-diagnostics.js";
import type { Streams } from "../output/streams.js";
import { answerLine } from "./commands.js";
import { completeLine } from "./complete.js";
import { caretLines, isUnfinished } from "./input-text.js";
import type { Asking } from "./read-lines.js";
import type { ReplSession } from "./session.js";

/** Answers lines in turn; what several lines hold together is answered with the last of them. */
export class Conversation implements Asking {
  readonly #session: ReplSession;
  readonly #streams: Streams;
  #pending = "";
  /** How many answers were mistakes. */
  mistakes = 0;

  constructor(session: ReplSession, streams: Streams) {
    this.#session = session;
    this.#streams = streams;
  }

  prompt(): string {
    return this.#pending === "" ? this.#session.prompt : "... ";
  }

  complete(line: string): readonly [candidates: string[], replaced: string] {
    return completeLine(`${this.#pending}${line}`, this.#session.scope, this.#session.document);
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

  /** Lines that wait for more when there are no more are a mistake of their own. */
  async finish(): Promise<void> {
    if (this.#pending !== "") await this.answer("");
  }

  #tell(text: string, found: Diagnostic): void {
    const lines = caretLines(text, found);
    if (lines.length > 0) this.#streams.note(`${lines.join("\n")}\n`);
    printDiagnostics([lines.length > 0 ? { ...found, line: null, column: null } : found], this.#streams);
  }
}
