/** Aborts the lowering of an unsupported expression. Caught by `parseExpression` and not visible outside. */
export class Refusal extends Error {
  readonly offset: number;
  readonly hint: string;

  constructor(offset: number, message: string, hint: string) {
    super(message);
    this.offset = offset;
    this.hint = hint;
  }
}
