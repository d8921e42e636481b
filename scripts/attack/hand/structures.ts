import { all, cmp, eq, log, ne, not, put, ref, rule, set, themeOf, unset, isPresent } from "./build.js";

/** Equality of structures, copies, and the order of keys. */
const t = themeOf("structures");
const { same, different, open } = t;

const refs = (operator: string, fact = "H.a", value = "H.b") => rule(cmp(fact, operator, ref(value)), log("x"));
for (const operator of ["equal", "notEqual"]) {
  different(`${operator} after a copy`, [put("H.a", "H.b"), refs(operator)], [put("H.a", "H.b"), log("x")], {
    documents: [{ H: { a: {}, b: {} } }, { H: { b: 1 } }, { H: { b: {} } }],
  });
  different(
    `${operator} after a copy against before`,
    [put("H.a", "H.b"), refs(operator)],
    [refs(operator), put("H.a", "H.b")],
  );
  different(`${operator} of a field with itself`, [refs(operator, "H.a", "H.a")], [refs(operator, "H.a", "H.b")]);
  open(
    `${operator} of a structure with itself`,
    [refs(operator, "H.a", "H.a")],
    [rule(operator === "equal" ? not(cmp("H.zzz", "isSet", true)) : cmp("H.zzz", "isSet", true), log("x"))],
  );
  different(
    `${operator} by facts that are copies`,
    [rule(cmp("f", operator, { fact: "g" }), log("x"))],
    [rule(cmp("H.a", operator, ref("H.b")), log("x"))],
    { base: { facts: { f: "[H.a]", g: "[H.b]" } } },
  );
  different(
    `swap:${operator}`,
    [refs(operator)],
    [rule(all(cmp("H.a", operator, ref("H.b")), cmp("H.c", "isSet", true)), log("x"))],
  );
  same(`swapped sides of ${operator}`, [refs(operator)], [refs(operator, "H.b", "H.a")]);
  same(`swap: decorator of ${operator}`, [refs(operator)], [refs(`swap:${operator}`)]);
}
for (const [one, other, expected] of [
  ["H.a = H.b", "$string(H.a) = $string(H.b)", "different"],
  ["H.a = H.b", "$not(H.a != H.b)", "open"],
  ["H.a = {}", "$count($keys(H.a)) = 0", "different"],
  ["H.a = []", "$count(H.a) = 0", "different"],
  ["H.a = [1, 2]", "H.a[0] = 1 and H.a[1] = 2", "different"],
  ['H.a = {"x": 1, "y": 2}', 'H.a = {"y": 2, "x": 1}', "same"],
  ['H.a = {"x": H.x}', "H.a.x = H.x", "different"],
  ["[H.a] = [H.b]", "H.a = H.b", "different"],
  ["H.a in [H.b]", "H.a = H.b", "different"],
  ["H.a in [H.b, H.c]", "H.a = H.b or H.a = H.c", "open"],
  ['{"x": H.a} = {"x": H.b}', "H.a = H.b", "different"],
] as const) {
  const make = expected === "same" ? same : expected === "different" ? different : open;
  make(`${one} against ${other}`, [rule(eq("f", true), log("x"))], [rule(eq("f", true), log("x"))], {
    base: { facts: { f: one } },
    head: { facts: { f: other } },
    documents: [{ H: { a: [1, 2, 3] } }],
  });
}
same("keys of a written object in another order", [set("H.a", { x: 1, y: 2 })], [set("H.a", { y: 2, x: 1 })]);
same(
  "keys of a written object in another order, nested",
  [set("H.a", { x: { p: 1, q: [1, { r: 1, s: 2 }] }, y: 2 })],
  [set("H.a", { y: 2, x: { q: [1, { s: 2, r: 1 }], p: 1 } })],
);
for (const seen of [
  "$keys(H.a)",
  "$string(H.a)",
  "$spread(H.a)",
  "H.a.$",
  "$merge([H.a])",
  "$string([H.a])",
  "$keys($merge([H.b, H.a]))",
  '$join($keys(H.a), ",")',
  "$keys(H.a)[0]",
  '$lookup(H.a, "x")',
]) {
  same(
    `${seen} of a written object, its keys in another order`,
    [set("H.a", { x: 1, y: 2 }), log("x", "f")],
    [set("H.a", { y: 2, x: 1 }), log("x", "f")],
    { both: { facts: { f: seen } } },
  );
  open(
    `${seen} of two keys written in another order`,
    [set("H.a", {}), set("H.a.x", 1), set("H.a.y", 2), log("x", "f")],
    [set("H.a", {}), set("H.a.y", 2), set("H.a.x", 1), log("x", "f")],
    { both: { facts: { f: seen } } },
  );
  open(
    `${seen} of keys in another order, compared`,
    [set("H.a", {}), set("H.a.x", 1), set("H.a.y", 2), rule(cmp("f", "equal", "x,y"), log("x"))],
    [set("H.a", {}), set("H.a.y", 2), set("H.a.x", 1), rule(cmp("f", "equal", "x,y"), log("x"))],
    { both: { facts: { f: seen } } },
  );
}
different("items of a written array in another order", [set("H.a", [1, 2])], [set("H.a", [2, 1])]);
different("an empty array against an empty object", [set("H.a", [])], [set("H.a", {})]);
different("1 against [1]", [set("H.a", 1)], [set("H.a", [1])]);
different("null against unset", [set("H.a", null)], [unset("H.a")]);
different("{} against a copy of an absent one", [set("H.a", {})], [rule(isPresent("H.b"), put("H.a", "H.b"))]);
same('{"x":1} written at once against by an expression', [set("H.a", { x: 1 })], [put("H.a", '{"x": 1}')]);
same("[1,2] written at once against by an expression", [set("H.a", [1, 2])], [put("H.a", "[1, 2]")]);
same("[1..3]", [set("H.a", [1, 2, 3])], [put("H.a", "[1..3]")]);
different("a copy is not seen to change", [put("H.a", "H.b"), set("H.b.f", 1)], [set("H.b.f", 1), put("H.a", "H.b")], {
  documents: [{ H: { b: {} } }],
});
different(
  "a copy of a copy",
  [put("H.a", "H.b"), put("H.c", "H.a"), set("H.a.f", 1), log("x", "H.c.f")],
  [put("H.a", "H.b"), set("H.a.f", 1), put("H.c", "H.a"), log("x", "H.c.f")],
  { documents: [{ H: { b: {} } }] },
);
same(
  "copies in another order",
  [put("H.a", "H.b"), put("H.c", "H.b"), log("x")],
  [put("H.a", "H.b"), put("H.c", "H.a"), log("x")],
);
different(
  "copies of absent ones in another order",
  [put("H.a", "H.b"), put("H.c", "H.d")],
  [put("H.c", "H.d"), put("H.a", "H.b")],
);
// Without hf_config, the first of them is the one that cannot be written.
different(
  "independent structures in another order",
  [set("H.a", { x: 1 }), set("H.b", [1])],
  [set("H.b", [1]), set("H.a", { x: 1 })],
);
different(
  "written through a copied structure",
  [put("H.a", '{"p": H.b}'), set("H.a.p.f", 1), log("x", "H.b.f")],
  [put("H.a", '{"p": H.b}'), set("H.b.f", 1), set("H.a.p.f", 1), log("x", "H.b.f")],
  { documents: [{ H: { b: {} } }] },
);
same(
  "written into a copied array of one",
  [put("H.a", "[H.b]"), log("x", "H.b.f")],
  [put("H.a", "[H.b]"), log("x", "H.b.f")],
);
different(
  "an item of an array that is an object is written",
  [set("H.l.0.f", 1), log("x", "H.b.f")],
  [log("x", "H.b.f"), set("H.l.0.f", 1)],
  { documents: [{ H: { l: [{}], b: {} } }, { H: {} }] },
);
different("replace and extend", [set("H.a", { x: 1 })], [set("H.a.x", 1)]);
// A text config that is H.a stays it only where its fields are written.
different(
  "object built by fields against at once",
  [set("H.a", { x: 1, y: 2 })],
  [set("H.a", { x: 1 }), set("H.a.y", 2)],
);
// The first write ends the sharing; where it changes nothing, it does not.
different("object written twice", [set("H.a", { x: 2 })], [set("H.a", { x: 1 }), set("H.a", { x: 2 })]);
same(
  "object written twice alike",
  [set("H.a", { x: 2, y: 1 })],
  [set("H.a", { x: 2, y: 1 }), set("H.a", { y: 1, x: 2 })],
);
different(
  "contains with a structure",
  [rule(cmp("H.l", "contains", ref("H.a")), log("x"))],
  [rule(cmp("H.a", "in", ref("H.l")), log("x"))],
);
different(
  "someFact:equal against contains",
  [rule(cmp("H.l", "someFact:equal", ref("H.a")), log("x"))],
  [rule(cmp("H.l", "everyFact:equal", ref("H.a")), log("x"))],
);
open(
  "someFact:equal is contains for arrays",
  [rule(cmp("H.l", "someFact:equal", 1), log("x"))],
  [rule(cmp("H.l", "contains", 1), log("x"))],
);
different(
  "not contains against doesNotContain",
  [rule(not(cmp("H.l", "contains", 1)), log("x"))],
  [rule(cmp("H.l", "doesNotContain", 1), log("x"))],
);
different(
  "notIn of an absent field",
  [rule(cmp("H.a", "notIn", [1]), log("x"))],
  [rule(all(isPresent("H.a"), cmp("H.a", "notIn", [1])), log("x"))],
);
different(
  "ne structure to itself after a write below",
  [put("H.a", "H.b"), set("H.a.f", 1), rule(ne("H.a", ref("H.b")), log("x"))],
  [put("H.a", "H.b"), set("H.a.f", 1)],
  { documents: [{ H: { b: {} } }] },
);
export const structures = t.pairs;
