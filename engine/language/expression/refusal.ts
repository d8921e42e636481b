/** Stops the reading of an expression that the language leaves out. Caught by `parseExpression`, never seen outside. */
export class Refusal extends Error {
  readonly offset: number;
  readonly hint: string;

  constructor(offset: number, message: string, hint: string) {
    super(message);
    this.offset = offset;
    this.hint = hint;
  }
}
