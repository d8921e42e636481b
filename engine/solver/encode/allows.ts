import type { Domain } from "../term.js";
import { identical } from "./equality.js";
import { below, whole } from "./numbers.js";
import type { Bool, Value } from "../term.js";
import type { Terms } from "../terms.js";
import { is, isOneOf } from "./values.js";

/** Whether the schema allows a value at a path, ignoring the contents of structures. */
export function allows(terms: Terms, path: string, value: Value): Bool {
  const domain = path.split(".").reduce<Domain>((inside, key) => inside.child(key), terms.document.domain);
  const isNumber = is(terms, "number", value);
  const listed =
    domain.values === null
      ? terms.yes
      : terms.or(
          is(terms, "absent", value),
          ...domain.values.map((allowed) => identical(terms, value, terms.constant(allowed))),
        );
  const bounds = domain.bounds.map(({ side, strict, value: bound }) =>
    side === "least"
      ? below(terms, strict, terms.constant(bound), value)
      : below(terms, strict, value, terms.constant(bound)),
  );
  return terms.and(
    isOneOf(terms, [...domain.tags], value),
    listed,
    ...[...bounds, ...(domain.isInteger ? [whole(terms, value)] : [])].map((holds) =>
      terms.or(terms.not(isNumber), holds),
    ),
  );
}
