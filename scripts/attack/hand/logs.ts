import { all, any, eq, fail, gt, isSet, log, lt, named, not, rule, set, themeOf, warn } from "./build.js";

/** Order and params of logs; names, and conditions without parts. */
const t = themeOf("logs");
const { same, different, ledger, open } = t;

const logPairs: [string, object, object, "same" | "different"][] = [
  ["level", log("x"), warn("x"), "different"],
  ["code", log("x"), log("y"), "different"],
  ["params", log("x", "H.a"), log("x"), "different"],
  ["params in another order", log("x", "H.a", "H.b"), log("x", "H.b", "H.a"), "same"],
  ["params of a structure", log("x", "H"), log("x", "H.a"), "different"],
  ["params of an absent place", log("x", "H.zz"), log("x", "H.yy"), "different"],
];
for (const [what, one, other, expected] of logPairs) {
  (expected === "same" ? same : different)(`log ${what}`, [one as never], [other as never]);
  (expected === "same" ? same : different)(
    `log ${what}, for one value`,
    [rule(eq("H.a", 5), one as never)],
    [rule(eq("H.a", 5), other as never)],
  );
  (expected === "same" ? same : different)(
    `log ${what}, before a failure`,
    [rule(eq("H.a", 5), one as never, fail("f"))],
    [rule(eq("H.a", 5), other as never, fail("f"))],
  );
}
different("two logs swapped", [log("x"), log("y")], [log("y"), log("x")]);
different("two logs swapped in one rule", [rule(null, log("x"), log("y"))], [rule(null, log("y"), log("x"))]);
different("two logs of one code swapped", [log("x", "H.a"), log("x", "H.b")], [log("x", "H.b"), log("x", "H.a")]);
same(
  "two logs of one code and params swapped",
  [rule(eq("H.a", 1), log("x")), rule(eq("H.b", 1), log("x"))],
  [rule(eq("H.b", 1), log("x")), rule(eq("H.a", 1), log("x"))],
);
different("one log twice", [log("x")], [log("x"), log("x")]);
different("one log twice for one value", [log("x")], [log("x"), rule(eq("H.a", 5), log("x"))]);
different("a third log between", [log("x"), log("z"), log("x")], [log("x"), log("x"), log("z")]);
same(
  "logs of apart conditions swapped",
  [rule(eq("H.a", 1), log("x")), rule(eq("H.a", 2), log("y"))],
  [rule(eq("H.a", 2), log("y")), rule(eq("H.a", 1), log("x"))],
);
different(
  "logs of overlapping conditions swapped",
  [rule(gt("H.a", 1), log("x")), rule(lt("H.a", 3), log("y"))],
  [rule(lt("H.a", 3), log("y")), rule(gt("H.a", 1), log("x"))],
);
different(
  "a log's params before and after a write",
  [log("x", "H.a"), rule(isSet("H"), set("H.a", 1))],
  [rule(isSet("H"), set("H.a", 1)), log("x", "H.a")],
);
same("a named condition inlined", [rule(named("c"), log("x"))], [rule(eq("H.a", 1), log("x"))], {
  base: { conditions: { c: eq("H.a", 1) } },
});
same("a named condition renamed", [rule(named("c"), log("x"))], [rule(named("d"), log("x"))], {
  base: { conditions: { c: eq("H.a", 1) } },
  head: { conditions: { d: eq("H.a", 1) } },
});
different("a named condition changed", [rule(named("c"), log("x"))], [rule(named("c"), log("x"))], {
  base: { conditions: { c: eq("H.a", 1) } },
  head: { conditions: { c: eq("H.a", 2) } },
});
same("a fact inlined", [rule(eq("f", 1), log("x"))], [rule(eq("M.max_model_len", 1), log("x"))], {
  base: { facts: { f: "M.max_model_len" } },
});
open("a fact inlined in an open place", [rule(eq("f", 1), log("x"))], [rule(eq("H.a", 1), log("x"))], {
  base: { facts: { f: "H.a" } },
});
same("an empty any holds, as an empty all", [rule(any(), log("x"))], [rule(all(), log("x"))]);
different("not of an empty any", [rule(not(any()), log("x"))], [rule(any(), log("x"))]);
different("any of nothing against any of one", [rule(any(), log("x"))], [rule(any(eq("H.a", 1)), log("x"))]);
ledger(
  "swap of independent writes",
  [rule(isSet("H"), set("H.a", 1), set("H.b", 2))],
  [rule(isSet("H"), set("H.b", 2), set("H.a", 1))],
);
export const logs = t.pairs;
