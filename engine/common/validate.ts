/** A generated validator: true if the value matches its schema. The schema itself is used to explain failures. */
export interface Validate {
  (value: unknown): boolean;
  /** The first schema rule that failed. */
  errors?: readonly { readonly schemaPath: string }[] | null;
}
