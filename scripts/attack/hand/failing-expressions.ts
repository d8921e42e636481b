import { fail, log, put, rule, set, themeOf } from "./build.js";

/** Expressions that fail for some documents: with what code, and before what. */
const t = themeOf("failing expressions");
const { different, open, same } = t;

const failing = [
  "H.a + 1",
  "-H.a",
  "$floor(H.a)",
  "$length(H.a)",
  "$number(H.a)",
  "$sum(H.a)",
  "$uppercase(H.a)",
  "$substring(H.a, 1)",
  "H.a > 1",
  "H.a / 0",
  "$sqrt(H.a)",
  "$power(H.a, 0.5)",
  "[1, 2] + 1",
  "$max(H.a)",
  '$split(H.a, ",")',
  "$join(H.a)",
  "H.a % 2",
  "$abs(H.a)",
  "$round(H.a)",
  "$keys(H.a)",
  "$merge(H.a)",
  '$contains(H.a, "x")',
];
/** Whatever a has: `$keys` gives nothing where there are no keys. */
const never = new Set(["$keys(H.a)"]);
for (const expression of failing) {
  (never.has(expression) ? same : different)(
    `${expression} computed for nothing`,
    [put("H.b", "1")],
    [rule({ fact: "f", operator: "isPresent", value: true }, set("H.b", 1)), put("H.b", "1")],
    { head: { facts: { f: expression } } },
  );
  different(
    `${expression} before a failure against after it`,
    [put("H.b", expression), fail("stop")],
    [fail("stop"), put("H.b", expression)],
  );
}
const pairsOfErrors: [string, string][] = [
  ["$ceil(H.a)", "-$floor(-H.a)"],
  ["H.a + H.b", "H.b + H.a"],
  ["H.a * H.b", "H.b * H.a"],
  ["H.a > H.b", "H.b < H.a"],
  ["H.a < H.b", "not_used"],
  ["-H.a", "0 - H.a"],
  ["$abs(H.a)", "H.a < 0 ? -H.a : H.a"],
  ["$length(H.a)", "$length($string(H.a))"],
  ["$uppercase(H.a)", "$uppercase($uppercase(H.a))"],
  ["$number(H.a)", "H.a * 1"],
  ["H.a and $floor(H.b) > 0", "$floor(H.b) > 0 and H.a"],
  ["H.a or -H.b = 1", "-H.b = 1 or H.a"],
  ["[-H.a, $length(H.b)]", "[$length(H.b), -H.a][[1,0]]"],
];
for (const [one, other] of pairsOfErrors) {
  if (other === "not_used") continue;
  open(`${one} against ${other}, logged`, [log("x", "f")], [log("x", "f")], {
    base: { facts: { f: one } },
    head: { facts: { f: other } },
  });
  open(`${one} against ${other}, written`, [put("H.r", one)], [put("H.r", other)]);
}
export const failingExpressions = t.pairs;
