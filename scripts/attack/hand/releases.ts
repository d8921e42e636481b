import { at, eq, fail, files, log, pack, rule, set, themeOf, type PackText } from "./build.js";

/** Ranges of rules, packs and match entries: every known release at which the rules are others counts. */
const t = themeOf("releases");
const { same, different, open, add } = t;

const ranges: [string, boolean][] = [
  [">=0.19.0", true],
  ["0.19.0", true],
  ["<=0.32.0", true],
  [">=0.18.0", true],
  [">=0.17.0", false],
  [">0.17.0", true],
  ["<0.33.0", true],
  ["<=0.33.0", false],
  [">0.33.0", true],
  [">=0.33.0", true],
  ["<0.17.1", true],
  [">=0.17.1", true],
  ["*", false],
  [">=0.1.0", false],
  ["<1.0.0", false],
  ["0.19.x", true],
  ["^0.19.0", true],
  ["~0.20.1", true],
  [">=0.19.0 <0.20.0", true],
  ["0.17.0 || >=0.18.0", true],
  ["<0.27.1 || >0.27.1", true],
  ["0.25.1", true],
  [">=0.19.0-rc1", true],
  ["<0.19.0-rc1", true],
  [">=0.33.0-0", true],
  ["<0.33.1", false],
  ["0.17.0 - 0.33.0", false],
  ["0.17.0 - 0.32.9", true],
  ["!=0.19.0", true],
  ["<0.19.1 >0.18.1", true],
];
for (const [range, differs] of ranges) {
  const make = differs ? different : same;
  if (range === "!=0.19.0") continue;
  make(`a rule that logs gets ${range}`, [log("x")], [at(range, log("x"))]);
  make(`a rule that sets gets ${range}`, [set("H.a", 1)], [at(range, set("H.a", 1))], { documents: [{ H: {} }] });
  make(
    `a rule that fails for one value gets ${range}`,
    [rule(eq("H.a", 5), fail("x"))],
    [at(range, rule(eq("H.a", 5), fail("x")))],
  );
  make(`a pack gets ${range}`, [log("x")], [log("x")], { head: { versions: range } });
  make(`a match entry gets ${range}`, [log("x")], [log("x")], {
    base: { match: ["A", "B"] },
    head: { match: ["A", { architecture: "B", versions: range }] },
  });
  make(`the only match entry gets ${range}`, [log("x")], [log("x")], {
    base: { match: ["A"] },
    head: { match: [{ architecture: "A", versions: range }] },
  });
  make(`both a rule and a pack get ${range}`, [log("x")], [at(range, log("x"))], { head: { versions: range } });
  open(
    `a rule has another value in ${range}`,
    [log("x")],
    [at(range, log("x")), at(range, set("C.block_size", 8))],
    {},
  );
}
const two = (one: string, other: string, differs: boolean) =>
  (differs ? different : same)(`${one} becomes ${other}`, [at(one, log("x"))], [at(other, log("x"))]);
two(">=0.19.0", ">0.18.1", false);
two(">=0.19.0", ">=0.18.2", false);
two(">=0.19.0", ">0.18.0", true);
two("<0.20.0", "<=0.19.1", false);
two("<0.20.0", "<=0.19.0", true);
two("<0.20.0", "<0.20.0-rc1", false);
two(">=0.33.0", ">0.32.0", false);
two(">=0.33.0", ">0.31.0", true);
two("0.27.0", "0.27.x", true);
two(">=0.26.0 <0.27.0", "0.26.0", false);
two("<0.18.0 || >=0.30.0", "<0.18.0 || >=0.31.0", true);
two("<0.18.0 || >=0.30.0", "<0.17.1 || >=0.30.0", true);
same("a rule split at a release", [log("x")], [at("<0.25.0", log("x")), at(">=0.25.0", log("x"))]);
different("a rule split at a release, with a gap", [log("x")], [at("<0.25.0", log("x")), at(">0.25.0", log("x"))]);
different(
  "a rule split at a release, with an overlap",
  [log("x")],
  [at("<=0.25.0", log("x")), at(">=0.25.0", log("x"))],
);
same(
  "a split rule in another order",
  [at("<0.25.0", log("x")), at(">=0.25.0", log("y"))],
  [at(">=0.25.0", log("y")), at("<0.25.0", log("x"))],
);
different(
  "two ranged rules in another order, overlapping",
  [at("<=0.25.0", log("x")), at(">=0.25.0", log("y"))],
  [at(">=0.25.0", log("y")), at("<=0.25.0", log("x"))],
);
different(
  "a ranged rule whose value changes",
  [at(">=0.28.0", set("C.block_size", 8))],
  [at(">=0.28.0", set("C.block_size", 9))],
  { documents: [{ C: {} }] },
);
different("a ranged rule of the last release alone", [log("y")], [log("y"), at(">=0.33.0", log("x"))]);
different("a ranged rule of the first release alone", [log("y")], [log("y"), at("<=0.17.0", log("x"))]);
same("a ranged rule of no known release", [log("y")], [log("y"), at(">=0.99.0", log("x"))]);
different("differs at one middle release alone", [log("y")], [log("y"), at("0.24.0", log("x"))]);
different(
  "differs at two releases, by another rule each",
  [log("y")],
  [log("y"), at("0.24.0", log("x")), at("0.29.0", log("z"))],
);
different(
  "an unchanged ranged rule makes a changed one act",
  [at(">=0.30.0", set("H.a", 1)), rule(eq("H.a", 1), log("x"))],
  [at(">=0.30.0", set("H.a", 1)), rule(eq("H.a", 1), log("y"))],
);
different(
  "an unchanged ranged rule hides a change now",
  [at("<0.30.0", fail("no")), log("x")],
  [at("<0.30.0", fail("no")), log("y")],
);
different("an unchanged pack's range hides a change now", [log("x")], [log("y")], { both: { versions: ">=0.30.0" } });
different("an unchanged match range hides a change now", [log("x")], [log("y")], {
  both: { match: [{ architecture: "A", versions: ">=0.30.0" }] },
});
const twoPacks = (first: PackText, rules: readonly object[]) =>
  files([pack("acme/first", [set("H.a", 1)], first), pack("acme/one", rules as never)]);
add(
  "different",
  "another pack's range hides a change now",
  twoPacks({ versions: ">=0.30.0" }, [rule(eq("H.a", 1), log("x"))]),
  twoPacks({ versions: ">=0.30.0" }, [rule(eq("H.a", 1), log("y"))]),
  [{ H: {} }, { H: { a: 1 } }],
);
const failing = (range: string, code: string) =>
  files([pack("acme/first", [at(range, fail("no"))]), pack("acme/one", [log(code)])]);
add(
  "different",
  "another pack's failing rule hides a change at most releases",
  failing("<0.33.0", "x"),
  failing("<0.33.0", "y"),
);
add(
  "different",
  "another pack's failing rule hides a change at the target and later",
  failing(">=0.19.0", "x"),
  failing(">=0.19.0", "y"),
);
add(
  "same",
  "another pack's failing rule hides a change at all releases",
  failing(">=0.17.0", "x"),
  failing(">=0.17.0", "y"),
);
export const releasePairs = t.pairs;
