import { eq, gt, isPresent, isSet, log, lt, ne, put, rule, set, themeOf, unset, all } from "./build.js";

/** What a second evaluation does, said by including the pack's rules twice. */
const t = themeOf("idempotence");

type Want = "same" | "different" | "ledger" | undefined;
const bodies: [string, readonly object[], Want][] = [
  ["a constant", [rule(isSet("H"), set("H.a", 1))], "same"],
  ["an increment", [rule(gt("H.a", 0), put("H.a", "H.a * 1 + 1"))], "different"],
  ["a bounded increment", [rule(all(gt("H.a", 0), lt("H.a", 5)), put("H.a", "H.a * 1 + 1"))], "different"],
  [
    "a toggle",
    [rule(isPresent("C.enable_prefix_caching"), put("C.enable_prefix_caching", "$not(C.enable_prefix_caching)"))],
    "different",
  ],
  ["a copy chain", [rule(isPresent("H.b"), put("H.a", "H.b")), rule(isPresent("H.c"), put("H.b", "H.c"))], "different"],
  [
    "a copy chain the right way",
    [rule(isPresent("H.c"), put("H.b", "H.c")), rule(isPresent("H.b"), put("H.a", "H.b"))],
    "same",
  ],
  ["a default", [rule(all(isSet("H"), isSet("H.a", false)), set("H.a", 1))], "same"],
  ["unset, then default", [unset("H.a"), rule(isSet("H"), set("H.a", 1))], "ledger"],
  ["$abs", [rule(lt("H.a", 0), put("H.a", "-H.a"))], undefined],
  ["halve", [rule(gt("C.block_size", 1), put("C.block_size", "$floor(C.block_size / 2)"))], "different"],
  ["round", [rule(gt("H.a", 0), put("H.a", "$round(H.a * 1)"))], undefined],
  ["min", [rule(gt("C.block_size", 64), set("C.block_size", 64))], "same"],
  ["append", [rule(isSet("H"), put("H.l", "$append(H.l, 1)"))], "different"],
  ["wrap", [rule(isSet("H.a"), put("H.a", "[H.a]"))], undefined],
  [
    "swap two fields",
    [
      rule(
        all(isPresent("H.a"), isPresent("H.b")),
        put("H.t", "H.a"),
        put("H.a", "H.b"),
        put("H.b", "H.t"),
        unset("H.t"),
      ),
    ],
    "different",
  ],
  ["a log when a value changes", [rule(all(isSet("H"), ne("H.a", 1)), log("x"), set("H.a", 1))], "same"],
  [
    "through the text config",
    [rule(isSet("T"), set("T.a", 1)), rule(all(isSet("H"), eq("H.a", 1)), set("H.b", 1))],
    "same",
  ],
  [
    "write through T what H's rule reads",
    [rule(eq("H.a", 1), put("C.block_size", "8")), rule(isSet("T"), set("T.a", 1))],
    undefined,
  ],
  ["uppercase", [rule(eq("k", "string"), put("H.a", "$uppercase(H.a)"))], undefined],
  ["trim", [rule(eq("k", "string"), put("H.a", "$trim(H.a)"))], "same"],
  ["replace", [rule(eq("k", "string"), put("H.a", '$replace(H.a, "aa", "a")'))], "different"],
  ["sort", [rule(eq("k", "array"), put("H.a", "$sort(H.a)"))], undefined],
  ["distinct", [rule(eq("k", "array"), put("H.a", "$distinct(H.a)"))], undefined],
  ["merge", [rule(isSet("H.o"), put("H.o", '$merge([H.o, {"x": 1}])'))], undefined],
];
for (const [what, body, want] of bodies) {
  const facts = JSON.stringify(body).includes('"k"')
    ? { both: { facts: { k: "$type(H.a)" } }, documents: [{ H: { a: "aaaa" } }] }
    : {};
  const make = want === undefined ? t.open : t[want];
  make(`${what}, once and twice`, body as never, [...body, ...body] as never, facts);
  t.open(`${what}, twice and thrice`, [...body, ...body] as never, [...body, ...body, ...body] as never, facts);
}
export const idempotence = t.pairs;
