/** One finding of a generated validator, as ajv reports it. */
export interface SchemaError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

/** A generated validator: true where the value fits its schema, else its findings are in `errors`. */
export interface Validate {
  (value: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}
