import { diagnostic, FettleError, type Diagnostic } from "../../common/diagnostic.js";
import type { JsonObject } from "../../common/json.js";
import { parseFieldPath, requireField } from "../args/field-argument.js";
import { documentToJson } from "../../common/aliases.js";
import { formatJson } from "../../common/format-json.js";
import { documentChecker } from "../../compiler/check-document.js";
import { requirePack } from "../../compiler/evaluator.js";
import { explainField } from "../../explain/explain-field.js";
import type { Evaluated } from "../../explain/evaluated.js";
import { readQuery, whyNoAnswer, withinLimits, type Query, type QueryScope } from "../../explain/query.js";
import { conditionLines } from "../../report/terminal/text-condition.js";
import type { Style } from "../../report/terminal/style.js";
import { reportText } from "../../report/terminal/text.js";
import { fieldText } from "../../report/why/text.js";
import { evaluate } from "../../resolve/evaluate.js";
import type { Source } from "../model/read-source.js";
import { withoutPath, withPath } from "./edit-document.js";

/** A document that the user queries and modifies, and its evaluation. */
export class ReplSession {
  readonly #source: Source;
  readonly #style: Style;
  #document: JsonObject;
  #evaluated: Evaluated | null = null;
  #pack: string | null;
  /** Whether queries refer to the document after the rules. */
  #isAfter = false;

  constructor(source: Source, pack: string | null, style: Style) {
    this.#source = source;
    this.#document = source.document;
    this.#pack = pack;
    this.#style = style;
    if (pack !== null) this.#requirePack(pack);
  }

  get scope(): QueryScope {
    return { rules: this.#source.program.linked, pack: this.#pack };
  }

  /** The document that queries refer to. */
  get document(): JsonObject {
    const { document } = this.#isAfter ? this.#evaluate().result : { document: null };
    return document === null ? this.#document : (document as JsonObject);
  }

  get prompt(): string {
    return this.#isAfter ? "after> " : "before> ";
  }

  /** Evaluates an expression, or shows the result of each part of a condition. @throws FettleError */
  ask(text: string): string {
    const query = readQuery(text, this.scope);
    try {
      if (query.kind === "condition")
        return `${conditionLines(
          withinLimits(() => query.trace(this.document)),
          this.#style,
        ).join("\n")}\n`;
      const value = withinLimits(() => query.value(this.document));
      return value === undefined ? `${this.#style.colors.dim("absent")}\n` : formatJson(textOf(value), null, 100);
    } catch (error) {
      throw asMistake(error);
    }
  }

  /** Sets a path of the document before the rules to the value of an expression. @throws FettleError */
  set(pathText: string, valueText: string): string {
    const path = parseFieldPath(pathText, this.#source.program.linked.engine);
    const query = this.#readValue(valueText);
    if (query.kind === "condition") throw usage("a condition cannot be set as a value", "use JSON or an expression");
    let value: unknown;
    try {
      value = withinLimits(() => query.value(this.document));
    } catch (error) {
      throw asMistake(error);
    }
    if (value === undefined) throw usage("the expression has no value", "use `.unset PATH` to remove a field");
    return this.#change(withPath(this.#document, path, value));
  }

  /** An unquoted word is more likely a string than a path. */
  #readValue(text: string): Query {
    try {
      return readQuery(text, this.scope);
    } catch (error) {
      const isWord = error instanceof FettleError && /^[\w.-]+$/.test(text.trim());
      if (!isWord) throw error;
      const hint = `put text in quotes, as in \`"${text.trim()}"\``;
      throw new FettleError(error.diagnostics.map((found) => ({ ...found, hint })));
    }
  }

  unset(pathText: string): string {
    return this.#change(withoutPath(this.#document, parseFieldPath(pathText, this.#source.program.linked.engine)));
  }

  /** Evaluates the rules, shows the changes, and continues with the resulting document. */
  run(): string {
    const evaluated = this.#evaluate();
    this.#isAfter = evaluated.result.ok;
    return reportText({ ...evaluated, built: null }, this.#style).text;
  }

  before(): string {
    this.#isAfter = false;
    return "";
  }

  why(pathText: string): string {
    const path = parseFieldPath(pathText, this.#source.program.linked.engine);
    const evaluated = this.#evaluate();
    requireField(path, evaluated);
    return fieldText(explainField(path, evaluated), evaluated.rules, this.#style);
  }

  choosePack(name: string): string {
    if (name !== "") this.#requirePack(name);
    this.#pack = name === "" ? null : name;
    return "";
  }

  #requirePack(name: string): void {
    requirePack(name, this.#source.program.linked.packs);
  }

  #evaluate(): Evaluated {
    const { program, built, document } = this.#source;
    const isAsGiven = this.#document === document;
    return (this.#evaluated ??= evaluate(program, { document: this.#document, built: isAsGiven ? built : null }));
  }

  #change(document: JsonObject): string {
    const { engine } = this.#source.program.linked;
    const json = documentToJson(document, engine.alias);
    const findings = documentChecker(engine).checkDocument({ file: null, value: json, locate: () => null });
    const errors = findings.filter(({ severity }) => severity === "error");
    if (errors.length > 0) throw new FettleError(errors.slice(0, 1));
    this.#document = document;
    this.#evaluated = null;
    this.#isAfter = false;
    return "";
  }
}

function usage(message: string, hint: string): FettleError {
  return new FettleError([diagnostic("usage", message, { hint })]);
}

function textOf(value: unknown): string {
  return JSON.stringify(value);
}

/** Converts an expression or operator error for this document to a user mistake; other errors are bugs. */
function asMistake(error: unknown): unknown {
  const why = whyNoAnswer(error);
  if (why === null) return error;
  const found: Diagnostic = diagnostic("expression-refused", why, {
    hint: "guard the part that fails for this document, as in `$exists(path) ? … : …`",
  });
  return new FettleError([found]);
}
