/**
 * Thrown where an expression has no answer for a document. `code` is jsonata's own where it has one (`T2001`), else a
 * word: `limit`, `forbidden-key`, `absent-argument`, `absent-item`, `empty-context`, `array-object-equality`.
 * `kind` is `limit` where a size or a number went out of range, else `type`.
 */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
  readonly code: string;
  readonly kind: "type" | "limit";

  constructor(code: string, message: string, kind: "type" | "limit" = "type") {
    super(message);
    this.code = code;
    this.kind = kind;
  }
}
