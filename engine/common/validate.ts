/** A generated validator: true where the value fits its schema. The schema itself tells why it does not. */
export interface Validate {
  (value: unknown): boolean;
  /** The first rule of the schema that did not hold. */
  errors?: readonly { readonly schemaPath: string }[] | null;
}
