import { all, cmp, eq, isPresent, isSet, log, not, put, rule, set, themeOf, unset } from "./build.js";

/** Arrays, numeric keys and paths of items; absent, null and unset. */
const t = themeOf("arrays");
const { same, different, ledger, open } = t;

type Want = "same" | "different" | "open";
const makers = { same, different, open };
const expressions: [string, string, Want][] = [
  ["H.l[0]", "H.l", "different"],
  ["H.l[0]", '$lookup(H, "l")[0]', "open"],
  ["H.l[-1]", "$reverse(H.l)[0]", "same"],
  ["$count(H.l)", "$count($reverse(H.l))", "open"],
  ["$count(H.l) = 0", "H.l = []", "different"],
  ["$count(H.l) > 0", "$exists(H.l)", "different"],
  ["H.l.x", "H.l[0].x", "different"],
  ["H.l.x", "H.l.(x)", "open"],
  ["H.l.x", "H.l.[x]", "different"],
  ["H.l[x > 1].y", "H.l[x >= 2].y", "different"],
  ["H.l[x = 1]", "H.l[x = 1][]", "different"],
  ["H.l[]", "H.l", "different"],
  ["[H.l]", "H.l[]", "different"],
  ["[H.l, H.m]", "$append(H.l, H.m)", "different"],
  ["$append(H.l, [])", "H.l", "different"],
  ["$append([], H.l)", "H.l", "different"],
  ["$append(H.l, H.m)", "$append(H.m, H.l)", "different"],
  ["$distinct(H.l)", "H.l", "different"],
  ["$distinct($distinct(H.l))", "$distinct(H.l)", "open"],
  ["$sort(H.l)", "H.l", "different"],
  ["$sort($sort(H.l))", "$sort(H.l)", "open"],
  ["$reverse($reverse(H.l))", "H.l", "different"],
  ["1 in H.l", "H.l = 1", "different"],
  ["1 in H.l", "$count(H.l[$ = 1]) > 0", "same"],
  ["$sum(H.l)", "$sum($reverse(H.l))", "different"],
  ["$max(H.l)", "$sort(H.l)[-1]", "different"],
  ["$exists(H.l[0])", "$count(H.l) > 0", "same"],
  ["$exists(H.l.x)", "$exists(H.l) and $exists(H.l.x)", "open"],
  ['$type(H.l) = "array"', "$exists(H.l[1])", "different"],
  ["$keys(H.o)", "$keys([H.o])", "open"],
  ["$merge([H.o, H.p])", "$merge([H.p, H.o])", "different"],
  ["$merge([H.o])", "H.o", "different"],
  ['$lookup(H.o, "x")', "H.o.x", "different"],
  ["$spread(H.o)", "[H.o]", "different"],
  ["$merge($spread(H.o))", "H.o", "different"],
  ["H.o.(x)", "H.o.x", "open"],
  ['H.o.{"y": x}', '{"y": H.o.x}', "different"],
  ['H.l.{"y": x}', '{"y": H.l.x}', "different"],
  ["[H.a, H.b][0]", "H.a", "different"],
  ["([H.a, H.b])[0]", "[H.a, H.b][0]", "open"],
  ["[H.a][0]", "H.a", "different"],
  ["[1..3][H.a]", "H.a + 1", "different"],
  ["$not(H.l)", "$count(H.l) = 0", "different"],
  ["$boolean(H.l)", "$exists(H.l[0])", "different"],
  ["$string(H.l)", "$string([H.l])", "different"],
  ['$join(H.l, "")', "$string(H.l)", "different"],
  ["H.l[0] ?? 5", "$exists(H.l[0]) ? H.l[0] : 5", "open"],
  ["H.l.x[0]", "(H.l.x)[0]", "different"],
  ["H.l[0][0]", "(H.l[0])[0]", "open"],
  ["$append(H.a, H.b)", "[H.a, H.b]", "different"],
  ["$count([H.a, H.b])", "2", "different"],
];
for (const [one, other, want] of expressions) {
  makers[want](`${one} against ${other}, logged`, [log("x", "f")], [log("x", "f")], {
    base: { facts: { f: one } },
    head: { facts: { f: other } },
    documents: [{ H: { l: [1, 1] } }, { H: { l: [0.1, 0.2, 0.3] } }],
  });
  open(`${one} against ${other}, written`, [rule(isSet("H"), put("H.r", one))], [rule(isSet("H"), put("H.r", other))]);
}
different("H.l.0 as a path against as a key", [log("x", "H.l.0")], [log("x", "f")], {
  head: { facts: { f: "H.l[0]" } },
});
different(
  "an item path of an array and of an object",
  [rule(isPresent("H.l.0"), log("x"))],
  [rule(all(isPresent("H.l.0"), eq("f", true)), log("x"))],
  { head: { facts: { f: '$type(H.l) = "array"' } }, documents: [{ H: { l: { 0: 1 } } }] },
);
different("set H.l.0 against set H.l = [1]", [set("H.l.0", 1)], [set("H.l", [1])]);
same("set H.l.0 twice", [set("H.l.0", 1)], [set("H.l.0", 1), set("H.l.0", 1)]);
different("set H.l.0 of another value", [set("H.l.0", 1)], [set("H.l.0", 2)]);
different("set H.l.0 against H.l.1", [set("H.l.0", 1)], [set("H.l.1", 1)]);
different("items set in another order", [set("H.l.0", 1), set("H.l.1", 1)], [set("H.l.1", 1), set("H.l.0", 1)], {
  documents: [{ H: { l: [0] } }],
});
ledger(
  "items set in another order, both there",
  [rule(isPresent("H.l.1"), set("H.l.0", 1), set("H.l.1", 2))],
  [rule(isPresent("H.l.1"), set("H.l.1", 2), set("H.l.0", 1))],
);
different("unset of an item against of a numeric key", [unset("H.l.0")], [rule(eq("f", "object"), unset("H.l.0"))], {
  head: { facts: { f: "$type(H.l)" } },
});
different("set H.l.0.x", [set("H.l.0.x", 1)], [rule(isPresent("H.l.0.x"), set("H.l.0.x", 1))]);
different(
  "H.l.length is no key of an array",
  [rule(isPresent("H.l.length"), log("x"))],
  [rule(isSet("H.l"), log("x"))],
  { documents: [{ H: { l: [1] } }, { H: { l: { length: 1 } } }] },
);
different(
  "leading zeros of an item path",
  [rule(isPresent("H.l.00"), log("x"))],
  [rule(isPresent("H.l.0"), log("x"))],
  { documents: [{ H: { l: [1] } }] },
);
different("a path through an array in a fact maps", [log("x", "f")], [log("x", "H.l.x")], {
  base: { facts: { f: "H.l.x" } },
  documents: [{ H: { l: [{ x: 1 }] } }],
});
same(
  "a plain path as a fact, no array there",
  [rule(isPresent("M.architecture"), log("x"))],
  [rule(isPresent("f"), log("x"))],
  { head: { facts: { f: "M.architecture" } } },
);
different("contains of a text", [rule(cmp("H.l", "contains", "a"), log("x"))], [rule(eq("f", true), log("x"))], {
  head: { facts: { f: '$contains(H.l, "a")' } },
});
different(
  "C.kv_cache_dtype_skip_layers has an item",
  [rule(cmp("C.kv_cache_dtype_skip_layers", "contains", "1"), log("x"))],
  [rule(eq("C.kv_cache_dtype_skip_layers.0", "1"), log("x"))],
  { documents: [{ C: { kv_cache_dtype_skip_layers: ["0", "1"] } }] },
);
open(
  "typed array as a text",
  [rule(cmp("C.kv_cache_dtype_skip_layers", "someFact:equal", "1"), log("x"))],
  [rule(cmp("C.kv_cache_dtype_skip_layers", "contains", "1"), log("x"))],
);

for (const path of ["H.a", "H.p.a", "T.a", "C.block_size", "M.max_model_len"]) {
  different(`${path}: isSet against isPresent`, [rule(isSet(path), log("x"))], [rule(isPresent(path), log("x"))]);
  different(
    `${path}: not set against not present`,
    [rule(isSet(path, false), log("x"))],
    [rule(isPresent(path, false), log("x"))],
  );
  same(
    `${path}: not isSet true against isSet false`,
    [rule(not(isSet(path)), log("x"))],
    [rule(isSet(path, false), log("x"))],
  );
  same(
    `${path}: equal null against present and not set`,
    [rule(eq(path, null), log("x"))],
    [rule(all(isPresent(path), isSet(path, false)), log("x"))],
  );
  different(`${path}: unset against set null`, [rule(isSet(path), unset(path))], [rule(isSet(path), set(path, null))]);
  same(`${path}: unset twice`, [unset(path)], [unset(path), unset(path)]);
  same(`${path}: unset only where it is there`, [unset(path)], [rule(isPresent(path), unset(path))]);
  different(`${path}: unset only where it is set`, [unset(path)], [rule(isSet(path), unset(path))]);
  different(`${path}: unset and set back`, [log("x")], [rule(isSet(path), unset(path)), log("x")]);
  same(
    `${path}: not equal against notEqual`,
    [rule(not(eq(path, 3)), log("x"))],
    [rule(cmp(path, "notEqual", 3), log("x"))],
  );
  different(
    `${path}: notEqual without a guard`,
    [rule(cmp(path, "notEqual", 3), log("x"))],
    [rule(all(isPresent(path), cmp(path, "notEqual", 3)), log("x"))],
  );
}
ledger("set and unset again", [unset("H.a")], [rule(isSet("H"), set("H.a", 1)), unset("H.a")]);
different("unset of a parent, then a write below it", [unset("H.p"), set("H.p.a", 1)], [set("H.p.a", 1), unset("H.p")]);
different("unset of a parent after its child", [unset("H.p")], [unset("H.p.a"), unset("H.p")], {
  documents: [{ H: { p: { a: 1 } }, T: "H.p" }],
});
same("unset of a child after its parent", [unset("H.p")], [unset("H.p"), unset("H.p.a")]);
different("unset of a section", [unset("C")], [rule(isSet("C.block_size"), unset("C"))]);
different(
  "unset of a section, read after",
  [unset("C"), rule(isPresent("C"), log("x"))],
  [rule(isPresent("C"), log("x")), unset("C")],
);
same("read of what was unset", [unset("H.a"), rule(isPresent("H.a"), log("x"))], [unset("H.a")]);
different("null parent", [set("H.p", null), set("H.p.a", 1)], [set("H.p", {}), set("H.p.a", 1)]);
different(
  "{} against null parent",
  [rule(isPresent("H.p", false), set("H.p", {})), set("H.p.a", 1)],
  [rule(isSet("H.p", false), set("H.p", {})), set("H.p.a", 1)],
);
export const arrays = t.pairs;
