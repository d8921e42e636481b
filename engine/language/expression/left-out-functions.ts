interface Reason {
  readonly message: string;
  readonly hint: string;
}

const reasons: readonly (readonly [names: string, message: string, hint: string])[] = [
  [
    "map filter reduce single sift each",
    "it takes a function",
    "write a path with a filter, such as `items[size > 1].name`",
  ],
  ["zip", "arrays are read one by one", "pick by position, such as `[a[0], b[0]]`"],
  ["match", "it takes a regular expression", "use `$contains`, `$substringBefore` or `$substringAfter`"],
  [
    "now millis toMillis fromMillis",
    "results must not depend on the date or time",
    "compare versions with `versions`, and remove dates from the rules",
  ],
  ["random shuffle", "results must not be random", "compute the value from the document"],
  ["eval", "the behavior of a pack must be readable from its source", "write the expression itself"],
  ["error assert", "a pack fails through an action", "use a `fail` action"],
  [
    "formatNumber formatInteger parseInteger",
    "picture strings are not supported",
    "use `$string`, `$round` or `$formatBase`",
  ],
  [
    "base64encode base64decode encodeUrl encodeUrlComponent decodeUrl decodeUrlComponent",
    "configurations do not need it",
    "write the encoded text itself",
  ],
  ["clone", "values are never changed in place", "use the value itself"],
];

/** Returns why a jsonata function is not part of the language; null if jsonata has no such function either. */
export function whyLeftOut(name: string): Reason | null {
  const reason = reasons.find(([names]) => names.split(" ").includes(name));
  return reason === undefined ? null : { message: reason[1], hint: reason[2] };
}
