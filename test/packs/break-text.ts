import fc from "fast-check";

/** Strings in place of others: the language's own words where they do not belong, and mistakes of every kind. */
const strings = [
  "",
  "x",
  "$",
  "a b",
  "__proto__",
  "constructor",
  "toString",
  "cache_config.block_size",
  "cache_config.blok",
  "vllm/gemma4",
  "vllm/gemma5",
  "acme/x",
  "equal",
  "everyFact:equal",
  "greaterThan",
  "in",
  "isSet",
  ">=0.1",
  ">=banana",
  "2020-02-30",
  "vllm@0.1",
  "{x",
  "{x}",
  "{cache_config.x}",
  "1",
  "cache_config",
  "info",
  "vllm_config",
  "model_config",
  "\u0000",
  "r".repeat(300),
];

/** Pieces in place of others in an expression. */
export const pieces = [
  "$now()",
  "$pad(1)",
  "$sum(1,2,3)",
  "$length()",
  "$qqqqqqqqqqqq(1)",
  "$x",
  "$sum",
  "a b",
  "1 +",
  "(",
  ")",
  "{",
  "}",
  "[",
  "[1..x]",
  "/a/",
  "function($x){$x}",
  "\\\\q",
  "'",
  "~>",
  "**",
  "*",
  "%",
  "@$b",
  "#$i",
  "^(a)",
  ":=",
  "??",
  "1e999",
  "&",
  ".",
  "~",
  "!",
];

/** JSON, and what is none, in place of a word of it. */
const others = [
  "{}",
  "[]",
  "null",
  "true",
  "1e999",
  "-1",
  "1.5",
  '"x"',
  '{ "$same": "x" }',
  '{ "fact": 1 }',
  '{ "condition": "x" }',
  "'",
  "//",
  ",",
  ":",
  "}",
  "]",
  "[".repeat(1100),
  '{"a":'.repeat(1100),
];

export type Edit = { readonly at: number; readonly put: (token: string) => string };
const put = <Word extends string>(words: readonly Word[], how: (word: Word, token: string) => string) =>
  fc.constantFrom(...words).map(
    (word): Edit["put"] =>
      (token) =>
        how(word, token),
  );
export const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc.record({
    at: fc.noBias(fc.nat()),
    put: fc.oneof(
      { weight: 6, arbitrary: put(strings, (word, token) => (token.startsWith('"') ? JSON.stringify(word) : token)) },
      {
        weight: 3,
        arbitrary: fc.tuple(fc.constantFrom(...pieces), fc.nat()).map(
          ([piece, index]): Edit["put"] =>
            (token) =>
              token.startsWith('"') ? withPiece(token, piece, index) : token,
        ),
      },
      { weight: 1, arbitrary: put(others, (word) => word) },
      { weight: 1, arbitrary: put(others, (word, token) => `${word} ${token}`) },
      { weight: 1, arbitrary: put(["", " "], (blank, token) => (blank === "" ? "" : `${token} ${token}`)) },
    ),
  }),
  { minLength: 1, maxLength: 3 },
);

/** A string with a piece in place of one of its words or signs. */
export function withPiece(token: string, piece: string, index: number): string {
  const parts = token
    .slice(1, -1)
    .split(/(\w+|\W)/)
    .filter((part) => part !== "");
  return `"${parts.map((part, place) => (place === index % parts.length ? piece : part)).join("")}"`;
}

/** A text of JSON with some of its words replaced, doubled or removed. */
export function broken(text: string, changes: readonly Edit[]): string {
  return changes.reduce((now, { at, put }) => {
    const all = [...now.matchAll(/"(?:[^"\\]|\\.)*"|[\w.+-]+|[{}[\]:,]/g)];
    if (all.length === 0) return now;
    const { 0: token, index } = all[at % all.length]!;
    return now.slice(0, index) + put(token) + now.slice(index + token.length);
  }, text);
}
