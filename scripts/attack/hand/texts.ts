import { all, any, cmp, eq, ge, gt, isSet, le, log, lt, not, put, rule, set, themeOf, ref } from "./build.js";

/** Strings, numeric strings, and operators on what is no number. */
const t = themeOf("texts");
const { same, different, open } = t;

type Want = "same" | "different" | "open";
const makers = { same, different, open };
const expressions: [string, string, Want][] = [
  ["H.a & H.b", "$string(H.a) & $string(H.b)", "open"],
  ['H.a & ""', "H.a", "different"],
  ["$length(H.a & H.b)", "$length(H.a) + $length(H.b)", "different"],
  ["$uppercase($lowercase(H.a))", "$uppercase(H.a)", "open"],
  ["$lowercase($uppercase(H.a))", "$lowercase(H.a)", "different"],
  ["$trim(H.a)", "H.a", "different"],
  ["$trim($trim(H.a))", "$trim(H.a)", "same"],
  ["$substring(H.a, 0, 1)", "$substringBefore(H.a, $substring(H.a, 1))", "different"],
  ["$substring(H.a, 0)", "H.a", "different"],
  ["$substring(H.a, -1)", "$substring(H.a, $length(H.a) - 1)", "different"],
  ['$contains(H.a, "x")', '$substringBefore(H.a, "x") != H.a', "different"],
  ['$contains(H.a, "")', "true", "different"],
  ['$contains(H.a, "ab")', '$contains(H.a, "a") and $contains(H.a, "b")', "different"],
  ['$split(H.a, ",")[0]', '$substringBefore(H.a, ",")', "open"],
  ['$join($split(H.a, ","), ",")', "H.a", "different"],
  ['$replace(H.a, "x", "x")', 'H.a & ""', "different"],
  ['$replace(H.a, "x", "y")', '$join($split(H.a, "x"), "y")', "open"],
  ["$pad(H.a, 3)", 'H.a & "   "', "different"],
  ["$pad(H.a, 0)", "H.a", "different"],
  ["$string(H.a)", "H.a", "different"],
  ["$string($number(H.a))", "$string(H.a)", "different"],
  ["$number(H.a)", "H.a", "different"],
  ['$type(H.a) = "string"', "$exists(H.a) and $string(H.a) = H.a", "same"],
  ['H.a = "1"', "H.a = 1", "different"],
  ['H.a = "1" or H.a = 1', '$string(H.a) = "1"', "different"],
  ['H.a < "b"', 'H.a <= "a"', "different"],
  ["H.a < H.b", "H.b > H.a", "open"],
  ['H.a in ["a", "b"]', 'H.a = "a" or H.a = "b"', "same"],
  ["$boolean(H.a)", 'H.a != ""', "different"],
  ["$boolean(H.a)", "H.a = true", "different"],
  ["$boolean(H.a)", "$not($not(H.a))", "same"],
  ["H.a ? 1 : 2", "$boolean(H.a) ? 1 : 2", "open"],
  ["H.a and true", "$boolean(H.a)", "different"],
  ["H.a or false", "$boolean(H.a)", "different"],
  ["H.a = true", "H.a", "different"],
  ["H.a != null", "$exists(H.a)", "different"],
  ["H.a ?? 1", "$exists(H.a) ? H.a : 1", "open"],
  ["H.a ?: 1", "H.a ? H.a : 1", "open"],
  ["H.a ?? null", "H.a", "same"],
  ["$exists(H.a) and H.a != null", "H.a != null", "same"],
  ['"a" & H.a', '$join(["a", H.a])', "different"],
  ["$length(H.a) = 0", 'H.a = ""', "different"],
  ["$length(H.a) > 0", 'H.a > ""', "different"],
  ['$uppercase(H.a) = "AUTO"', '$lowercase(H.a) = "auto"', "open"],
  ['$uppercase(H.a) = "AUTO"', 'H.a = "auto"', "different"],
  ['$uppercase(C.cache_dtype) = "AUTO"', 'C.cache_dtype = "auto"', "open"],
  ['$contains(C.cache_dtype, "fp8")', '$substring(C.cache_dtype, 0, 3) = "fp8"', "open"],
  ['C.cache_dtype & ""', "$string(C.cache_dtype)", "open"],
  ["$length(C.cache_dtype) > 3", 'C.cache_dtype != "fp8"', "different"],
  ['$substringBefore(C.cache_dtype, "_")', '$split(C.cache_dtype, "_")[0]', "open"],
];
for (const [one, other, want] of expressions) {
  makers[want](`${one} against ${other}, logged`, [log("x", "f")], [log("x", "f")], {
    base: { facts: { f: one } },
    head: { facts: { f: other } },
    documents: [{ H: { a: "ß" } }],
  });
  open(
    `${one} against ${other}, in a condition`,
    [rule(cmp("f", "equal", "a"), log("x")), rule(cmp("f", "equal", true), log("y"))],
    [rule(cmp("f", "equal", "a"), log("x")), rule(cmp("f", "equal", true), log("y"))],
    { base: { facts: { f: one } }, head: { facts: { f: other } } },
  );
}
const on = (condition: ReturnType<typeof eq>) => [rule(condition, log("x"))];
const conditions: [ReturnType<typeof eq>, ReturnType<typeof eq>, Want][] = [
  [eq("H.a", "1"), eq("H.a", 1), "different"],
  [gt("H.a", 1), gt("f", 1), "open"],
  [ge("H.a", 10), not(lt("H.a", 10)), "different"],
  [all(ge("H.a", 1), le("H.a", 1)), eq("H.a", 1), "different"],
  [all(ge("H.a", 1), le("H.a", 1)), any(eq("H.a", 1), eq("H.a", "1")), "different"],
  [all(gt("H.a", 1), lt("H.a", 1)), all(eq("H.a", 1), eq("H.a", 2)), "open"],
  [any(lt("H.a", 1), ge("H.a", 1)), isSet("H.a"), "different"],
  [cmp("H.a", "in", ["a", "b"]), any(eq("H.a", "a"), eq("H.a", "b")), "same"],
  [cmp("H.a", "in", ["a", "a"]), eq("H.a", "a"), "same"],
  [cmp("H.a", "in", []), all(eq("H.b", 1), eq("H.b", 2)), "open"],
  [cmp("H.a", "notIn", ["a", "b"]), not(cmp("H.a", "in", ["a", "b"])), "same"],
  [cmp("H.a", "notIn", ["a", "b"]), all(cmp("H.a", "notEqual", "a"), cmp("H.a", "notEqual", "b")), "same"],
  [cmp("H.a", "swap:contains", ["x"]), cmp("H.a", "in", ["x"]), "open"],
  [cmp("H.a", "someValue:equal", ["x", "y"]), cmp("H.a", "in", ["x", "y"]), "open"],
  [cmp("H.a", "everyValue:notEqual", ["x", "y"]), cmp("H.a", "notIn", ["x", "y"]), "open"],
  [cmp("H.a", "not:equal", "x"), cmp("H.a", "notEqual", "x"), "open"],
  [cmp("H.a", "not:in", ["x"]), cmp("H.a", "notIn", ["x"]), "open"],
  [cmp("H.a", "not:greaterThan", 1), le("H.a", 1), "different"],
  [cmp("H.a", "someFact:greaterThan", 1), not(cmp("H.a", "everyFact:lessThanInclusive", 1)), "different"],
  [cmp("H.a", "everyFact:equal", 1), cmp("H.a", "contains", 1), "different"],
  [cmp("H.a", "someFact:in", [1, 2]), any(cmp("H.a", "contains", 1), cmp("H.a", "contains", 2)), "open"],
  [cmp("H.a", "not:someFact:equal", 1), cmp("H.a", "everyFact:notEqual", 1), "different"],
  [cmp("H.a", "someFact:someValue:equal", [1, 2]), cmp("H.a", "someFact:in", [1, 2]), "open"],
  [cmp("H.a", "swap:lessThan", 5), gt("H.a", 5), "same"],
  [cmp("H.a", "swap:greaterThan", 5), lt("H.a", 5), "open"],
  [cmp("H.a", "in", ref("H.b")), cmp("H.b", "contains", ref("H.a")), "different"],
  [cmp("H.a", "in", ref("H.b")), cmp("H.a", "swap:contains", ref("H.b")), "different"],
  [cmp("H.a", "greaterThan", ref("H.b")), cmp("H.b", "lessThan", ref("H.a")), "different"],
  [cmp("H.a", "equal", ref("H.b")), cmp("H.b", "equal", ref("H.a")), "same"],
  [eq("H.a", "true"), eq("H.a", true), "different"],
  [eq("H.a", ""), isSet("H.a", false), "different"],
  [eq("H.a", null), isSet("H.a", false), "different"],
];
for (const [index, [one, other, want]] of conditions.entries())
  makers[want](`condition ${index}: ${JSON.stringify(one)} against ${JSON.stringify(other)}`, on(one), on(other), {
    both: index === 1 ? {} : {},
    ...(index === 1 ? { head: { facts: { f: "$number(H.a)" } } } : {}),
  });
different('write "1" against 1', [set("H.a", "1")], [set("H.a", 1)]);
same("a text by an expression", [set("H.a", "x")], [put("H.a", '"x"')]);
same("a text joined", [set("H.a", "xy")], [put("H.a", '"x" & "y"')]);
different("a message's placeholder", [log("x", "H.a")], [log("x", "H.b")]);
same(
  "a message's words",
  [{ log: "info", code: "x", message: "a {model_config.hf_config.a}" }],
  [{ log: "info", code: "x", message: "b: {model_config.hf_config.a}!" }],
);
same(
  "a message's placeholder twice",
  [{ log: "info", code: "x", message: "{model_config.hf_config.a}" }],
  [{ log: "info", code: "x", message: "{model_config.hf_config.a} {model_config.hf_config.a}" }],
);
different("a fact of another name in a message", [log("x", "f")], [log("x", "g")], {
  base: { facts: { f: "H.a" } },
  head: { facts: { g: "H.a" } },
});
export const texts = t.pairs;
