/**
 * Thrown if an expression has no result for a document. `code` is jsonata's own where it has one (`T2001`), otherwise
 * one of `limit`, `forbidden-key`, `absent-argument`, `absent-item`, `empty-context`, `array-object-equality`. `kind`
 * is `limit` if a size or a number is out of range, otherwise `type`.
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
