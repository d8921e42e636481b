import {
  all,
  any,
  at,
  eq,
  fail,
  files,
  gt,
  include,
  isPresent,
  isSet,
  log,
  lt,
  not,
  pack,
  put,
  rule,
  set,
  themeOf,
  unset,
  warn,
  cmp,
} from "./build.js";

/** Several packs: includes, stages, dispatch by architecture; the order and params of logs. */
const t = themeOf("sets");
const { add } = t;

const two = (one: readonly object[], other: readonly object[], stages?: readonly object[]) =>
  files([pack("acme/one", one as never), pack("acme/two", other as never)], stages as never);
const ab = [{ pack: "acme/one" }, { pack: "acme/two" }];
const ba = [{ pack: "acme/two" }, { pack: "acme/one" }];
const when = (condition: object) => [{ pack: "acme/one" }, { pack: "acme/two", when: condition }];
const setA = [rule(isSet("H"), set("H.a", 1))];
const logA = [rule(eq("H.a", 1), log("x"))];
add("different", "stages swapped: one writes what the other reads", two(setA, logA, ab), two(setA, logA, ba));
add("different", "stages swapped: both log", two([log("x")], [log("y")], ab), two([log("x")], [log("y")], ba));
add(
  "different",
  "stages swapped: one fails, one logs",
  two([fail("x")], [log("y")], ab),
  two([fail("x")], [log("y")], ba),
);
add(
  "different",
  "stages swapped: both fail",
  two([rule(eq("H.a", 1), fail("x"))], [rule(eq("H.b", 1), fail("y"))], ab),
  two([rule(eq("H.a", 1), fail("x"))], [rule(eq("H.b", 1), fail("y"))], ba),
);
add(
  "same",
  "stages swapped: both fail, never both",
  two([rule(eq("H.a", 1), fail("x"))], [rule(eq("H.a", 2), fail("y"))], ab),
  two([rule(eq("H.a", 1), fail("x"))], [rule(eq("H.a", 2), fail("y"))], ba),
);
add(
  "ledger",
  "stages swapped: apart fields",
  two([rule(isSet("H"), set("H.a", 1))], [rule(isSet("H"), set("H.b", 1))], ab),
  two([rule(isSet("H"), set("H.a", 1))], [rule(isSet("H"), set("H.b", 1))], ba),
);
add(
  "different",
  "stages swapped: writes that may fail of apart fields",
  two([set("H.a.x", 1)], [set("H.b.x", 1)], ab),
  two([set("H.a.x", 1)], [set("H.b.x", 1)], ba),
);
add(
  "ledger",
  "stages swapped: one writes an architecture that none asks for",
  two([rule(isSet("M"), set("M.architecture", "B"))], [rule(isSet("H"), set("H.b", 1))], ab),
  two([rule(isSet("M"), set("M.architecture", "B"))], [rule(isSet("H"), set("H.b", 1))], ba),
);
const arch = (value: string | null, other: readonly object[], match: readonly unknown[]) =>
  files([
    pack("acme/one", [rule(isSet("M"), set("M.architecture", value))] as never),
    pack("acme/two", other as never, { match }),
  ]);
add(
  "different",
  "a pack that writes the architecture sends documents to another",
  arch("B", [log("x")], ["B"]),
  arch("C", [log("x")], ["B"]),
  [{ M: { architecture: "A" } }],
);
add("different", "the architecture is unset", arch("B", [log("x")], ["B"]), arch(null, [log("x")], ["B"]), [
  { M: { architecture: "B" } },
]);
add(
  "different",
  "match gets an architecture that only a pack writes",
  arch("Zed", [log("x")], ["B"]),
  arch("Zed", [log("x")], ["B", "Zed"]),
  [{ M: {} }],
);
add(
  "different",
  "match loses an architecture",
  files([pack("acme/one", [log("x")], { match: ["A", "B"] })]),
  files([pack("acme/one", [log("x")], { match: ["A"] })]),
);
add(
  "same",
  "match in another order",
  files([pack("acme/one", [log("x")], { match: ["A", "B"] })]),
  files([pack("acme/one", [log("x")], { match: ["B", "A"] })]),
);
add(
  "same",
  "match twice the same",
  files([pack("acme/one", [log("x")], { match: ["A"] })]),
  files([pack("acme/one", [log("x")], { match: ["A", "A"] })]),
);
add(
  "different",
  "match at all",
  files([pack("acme/one", [log("x")])]),
  files([pack("acme/one", [log("x")], { match: ["A"] })]),
);
const conditions: [object, object, "same" | "different" | undefined][] = [
  [eq("H.a", 1), eq("H.a", 2), "different"],
  [eq("H.a", 1), all(eq("H.a", 1), isPresent("H")), "same"],
  [gt("H.a", 1), not(lt("H.a", 1)), "different"],
  [isSet("M.is_hybrid"), eq("M.is_hybrid", true), "different"],
  [eq("M.is_hybrid", true), not(eq("M.is_hybrid", false)), "different"],
  [any(eq("M.is_hybrid", true), eq("M.is_hybrid", false)), isSet("M.is_hybrid"), "same"],
];
for (const [index, [one, other, expected]] of conditions.entries()) {
  add(expected, `a stage's condition ${index}`, two([], [log("x")], when(one)), two([], [log("x")], when(other)));
  add(
    undefined,
    `a stage's condition ${index}, after a write`,
    two(setA, [log("x")], when(one)),
    two(setA, [log("x")], when(other)),
  );
  add(
    expected,
    `a stage's condition ${index} moves into the pack`,
    two([], [log("x")], when(one)),
    two([], [rule(other as never, log("x"))], ab),
  );
}
add(
  "different",
  "a stage twice",
  two([log("x")], [log("y")], ab),
  two([log("x")], [log("y")], [...ab, { pack: "acme/two" }]),
);
add(
  "same",
  "a stage twice that does nothing again",
  two([rule(isSet("H"), set("H.a", 1))], [log("y")], ab),
  two([rule(isSet("H"), set("H.a", 1))], [log("y")], [{ pack: "acme/one" }, ...ab]),
);
add(
  "different",
  "a stage's increments, twice",
  two([rule(isSet("C.block_size"), put("C.block_size", "C.block_size + 1"))], [log("y")], ab),
  two(
    [rule(isSet("C.block_size"), put("C.block_size", "C.block_size + 1"))],
    [log("y")],
    [{ pack: "acme/one" }, ...ab],
  ),
);
add(
  "different",
  "one fails before another logs",
  two([rule(eq("H.a", 1), fail("x"))], [rule(eq("H.b", 1), log("y"))]),
  two([rule(eq("H.a", 2), fail("x"))], [rule(eq("H.b", 1), log("y"))]),
);
add("same", "a pack after one that always fails", two([fail("x")], [log("y")]), two([fail("x")], [log("z")]));
add(
  "different",
  "a value outside the schema by jsonata, read by another pack",
  two([rule(isSet("H"), put("C.block_size", "H.a"))], [log("y", "C.block_size")]),
  two(
    [rule(isSet("H"), put("C.block_size", "H.a"))],
    [rule(cmp("C.block_size", "isSet", false), log("y", "C.block_size"))],
  ),
  [{ H: { a: ["x"] }, C: {} }],
);
for (const value of ['"x"', "null", "[]", "{}", "1.5", "true", "-1"]) {
  add(
    "different",
    `${value} outside the schema, isSet and isPresent`,
    two([rule(isSet("C"), put("C.block_size", "H.a"))], [rule(gt("C.block_size", 4), log("y"))]),
    two(
      [rule(isSet("C"), put("C.block_size", "H.a"))],
      [rule(all(gt("C.block_size", 4), not(gt("C.block_size", 4.5))), log("y"))],
    ),
  );
  add(
    undefined,
    `block_size is ${value} by an expression`,
    two([rule(isSet("C"), put("C.block_size", value))], [rule(gt("C.block_size", 0), log("y"))]),
    two([rule(isSet("C"), put("C.block_size", value))], [rule(isSet("C.block_size"), log("y"))]),
  );
  add(
    undefined,
    `cache_dtype is ${value} by an expression`,
    two([rule(isSet("C"), put("C.cache_dtype", value))], [rule(cmp("C.cache_dtype", "in", ["auto", "fp8"]), log("y"))]),
    two(
      [rule(isSet("C"), put("C.cache_dtype", value))],
      [rule(any(eq("C.cache_dtype", "auto"), eq("C.cache_dtype", "fp8")), log("y"))],
    ),
  );
  add(
    undefined,
    `a section is ${value} by an expression`,
    two([put("C", value)], [rule(isSet("C"), set("C.block_size", 1))]),
    two([put("C", value)], [rule(isPresent("C"), set("C.block_size", 1))]),
  );
  add(
    undefined,
    `the architecture is ${value} by an expression`,
    files([
      pack("acme/one", [rule(isSet("M"), put("M.architecture", value))]),
      pack("acme/two", [log("x")], { match: ["A"] }),
    ]),
    files([
      pack("acme/one", [rule(isSet("M"), put("M.architecture", value))]),
      pack("acme/two", [log("y")], { match: ["A"] }),
    ]),
  );
}
add(
  "different",
  "a parent is unset by one and written by another",
  two([unset("H.p")], [set("H.p.a", 1)]),
  two([rule(eq("H.a", 1), unset("H.p"))], [set("H.p.a", 1)]),
);
add(
  "different",
  "a section is unset by one",
  two([unset("M")], [log("x", "M.architecture")]),
  two([unset("C")], [log("x", "M.architecture")]),
);
add(
  "different",
  "T is H no more for a later pack",
  two([put("T", "H")], [set("H.f", 1), rule(eq("T.f", 1), log("x"))]),
  two([set("T", { a: 1 })], [set("H.f", 1), rule(eq("T.f", 1), log("x"))]),
  [{ H: { a: 1 }, T: "H" }],
);
add(
  "different",
  "only whether T is H differs after the first pack",
  two([set("T", { k: 1 }), put("T", "H")], [set("H.f", 1), rule(eq("T.f", 1), log("x"))]),
  two([put("T", "H")], [set("H.f", 1), rule(eq("T.f", 1), log("x"))]),
  [{ H: { k: 2 }, T: "H" }],
);
const nest = (outer: readonly object[], inner: readonly object[]) =>
  files([pack("acme/one", outer as never), pack("acme/two", inner as never)], [{ pack: "acme/one" }]);
add(
  "same",
  "an include against its rules",
  nest([include("acme/two")], [rule(isSet("H"), set("H.a", 1))]),
  nest([rule(isSet("H"), set("H.a", 1))], [rule(isSet("H"), set("H.a", 1))]),
);
add(
  "different",
  "an include against its logs, whose codes have another pack",
  nest([include("acme/two")], [log("x")]),
  nest([log("x")], [log("x")]),
);
add(
  "different",
  "an include before and after a log",
  nest([include("acme/two"), log("y")], [log("x")]),
  nest([log("y"), include("acme/two")], [log("x")]),
);
add(
  "different",
  "an included pack changed",
  nest([include("acme/two")], [log("x")]),
  nest([include("acme/two")], [warn("x")]),
);
add(
  "different",
  "an included pack changed where it is run",
  nest([rule(eq("H.a", 1), include("acme/two"))], [rule(eq("H.a", 1), log("x"))]),
  nest([rule(eq("H.a", 1), include("acme/two"))], [log("y")]),
);
add(
  "different",
  "an include twice",
  nest([include("acme/two")], [log("x")]),
  nest([include("acme/two"), include("acme/two")], [log("x")]),
);
add(
  "same",
  "an include that is guarded as inside",
  nest([rule(eq("H.a", 1), include("acme/two"))], [log("x")]),
  nest([rule(eq("H.a", 1), include("acme/two"))], [rule(eq("H.a", 1), log("x"))]),
);
add(
  "different",
  "an include in a ranged rule",
  nest([include("acme/two")], [log("x")]),
  nest([at(">=0.20.0", include("acme/two"))], [log("x")]),
);
add(
  "different",
  "an included pack's failure stops the outer",
  nest([include("acme/two"), log("y")], [rule(eq("H.a", 1), fail("x"))]),
  nest([log("y"), include("acme/two")], [rule(eq("H.a", 1), fail("x"))]),
);
export const sets = t.pairs;
