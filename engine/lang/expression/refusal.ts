/** Stops the reading of an expression that the language leaves out. Caught by `parseExpression`, never seen outside. */
export class Refusal extends Error {
  readonly offset: number;
  readonly hint: string | null;

  constructor(offset: number, message: string, hint: string | null = null) {
    super(message);
    this.offset = offset;
    this.hint = hint;
  }
}
