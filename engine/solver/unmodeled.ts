/** What is not modeled, by the first word of an uninterpreted term's name. */
const reasons: Readonly<Record<string, string>> = {
  alike: "equality of two structures is modeled only where keys of one object were written",
  compare: "an operator on a value that an expression computes, or on items of an array, is modeled for scalars only",
  filled: "whether a written object has other keys is not modeled",
  get: "an item of an array is not modeled",
  in: "`in` a string is modeled for strings only",
  keys: "whether an object has other keys than those of a constant is not modeled",
  order: "an order of arrays, or of a string and a structure, is not modeled",
  step: "a path through items of a computed array is not modeled",
  truth: "whether an array inside an array counts as true is not modeled",
  unlike: "equality of structures that hold an array where the other holds an object is not modeled",
  with: "an array in which an item was written is not modeled",
};

/** States which construct an uninterpreted term stands for. */
export function reasonFor(name: string): string {
  const [word = ""] = name.split(" ");
  return reasons[word] ?? `\`${word}\` is not modeled`;
}
