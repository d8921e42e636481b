import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";

/** Names that JavaScript gives a meaning of their own; in JSON they are keys like any others. */
const keys = fc.constantFrom(
  "toString",
  "valueOf",
  "toJSON",
  "hasOwnProperty",
  "length",
  "then",
  "$same",
  "0",
  "",
  "a.b",
  "x",
  "head_dim",
  "isPrototypeOf",
);

/** Any JSON value, with such keys. */
export const hostileJson: fc.Arbitrary<unknown> = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    {
      weight: 4,
      arbitrary: fc.constantFrom<unknown>(
        1,
        0,
        -0,
        256,
        1e308,
        "auto",
        "1",
        "5x",
        "",
        true,
        false,
        null,
        "__proto__",
        "\u202e",
        "\ud800",
      ),
    },
    { weight: 4, arbitrary: fc.dictionary(keys, tie("any"), { maxKeys: 3 }) },
    { weight: 2, arbitrary: fc.array(tie("any"), { maxLength: 3 }) },
  ),
})).any;

/** What only JavaScript has. Made anew each time, since some of it is a circle or counts its readings. */
const foreign: readonly (() => unknown)[] = [
  () => 1n,
  () => Symbol("s"),
  () => () => 1,
  () => undefined,
  () => Object.assign(Object.create(null), { x: 1 }),
  () => new Date(0),
  () => new Map([[1, 2]]),
  () => new Array(5),
  // biome-ignore lint/suspicious/noSparseArray: a hole is what is tried here
  () => [1, , 3],
  () => new Array(1e9),
  () => NaN,
  () => Infinity,
  () =>
    new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error("no keys");
        },
      },
    ),
  () =>
    new Proxy(
      { x: 1 },
      {
        get: () => {
          throw { toString: 1 };
        },
      },
    ),
  () => ({
    get x() {
      throw new TypeError("no x");
    },
  }),
  circle,
  endless,
  () => nested(5000),
  () => doubled(80),
];

function circle(): unknown {
  const array: unknown[] = [1];
  array.push({ array });
  return array;
}
function endless(): object {
  return {
    get x() {
      return endless();
    },
    get y() {
      return endless();
    },
  };
}
/** Objects and arrays inside each other. */
export function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { x: value };
  return value;
}
/** Small in memory, and endless for who looks at each place. */
function doubled(times: number): unknown {
  let value: unknown = { x: 1 };
  for (let time = 0; time < times; time++) value = { a: value, b: value };
  return value;
}

/** Makes a value: not the value itself, which not even fast-check could print. */
export const hostileValue: fc.Arbitrary<() => unknown> = fc.oneof(
  { weight: 3, arbitrary: hostileJson.map((value) => () => value) },
  { weight: 1, arbitrary: fc.constantFrom(...foreign) },
);

type Container = Record<string, unknown>;
const vectors = new URL("../vectors/vllm-seed/", import.meta.url);
/** Documents that rules know. */
export const inputs: readonly Container[] = readdirSync(vectors)
  .filter((name) => name.endsWith(".jsonl"))
  .flatMap((name) => readFileSync(new URL(name, vectors), "utf8").trim().split("\n"))
  .map((line) => (JSON.parse(line) as { input: Container }).input);

/** Makes documents that rules know, with some of their values replaced. */
export const hostileDocuments: fc.Arbitrary<() => Container> = fc
  .tuple(
    fc.constantFrom(...inputs),
    fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(3), hostileValue), { minLength: 1, maxLength: 3 }),
  )
  .map(([input, changes]) => () => {
    const document = structuredClone(input);
    for (const [section, key, depth, make] of changes) {
      const steps = [section, key, key >> 3].slice(0, depth + 1);
      replaceAt(document, steps, make());
    }
    return document;
  });

/** Replaces the value that the picks lead to; a value in its way may not even let itself be looked into. */
export function replaceAt(document: Container, picks: readonly number[], value: unknown): void {
  try {
    replaceIn(document, picks, value);
  } catch {
    document.model_config = { hf_config: value };
  }
}

function replaceIn(container: Container, [pick, ...rest]: readonly number[], value: unknown): void {
  const names = Object.keys(container);
  const name = names[pick! % names.length];
  if (name === undefined) return;
  const child = container[name];
  if (rest.length > 0 && typeof child === "object" && child !== null && Object.keys(child).length > 0)
    replaceIn(child as Container, rest, value);
  else container[name] = value;
}
