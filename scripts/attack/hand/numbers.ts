import { cmp, eq, ge, gt, le, log, lt, put, rule, set, themeOf, all, any, not, isSet } from "./build.js";

/** Doubles, rounding, and arithmetic. */
const t = themeOf("numbers");
const { same, different, open } = t;

type Want = "same" | "different" | "open";
const makers = { same, different, open };
/** Two expressions over numbers, each also told in a fact that is logged and compared. */
export const expressions: [string, string, Want][] = [
  ["H.a + 0", "H.a", "different"],
  ["H.a * 1", "H.a", "different"],
  ["H.a * 2", "H.a + H.a", "open"],
  ["H.a + H.b + H.c", "H.a + (H.b + H.c)", "different"],
  ["(H.a + 1) - 1", "H.a - 0", "different"],
  ["H.a / 3 * 3", "H.a * 1", "different"],
  ["H.a * 0.1", "H.a / 10", "different"],
  ["H.a / 2", "H.a * 0.5", "open"],
  ["H.a + 0.1 + 0.2", "H.a + 0.3", "different"],
  ["H.a + 0.1 + 0.2", "H.a + 0.30000000000000004", "different"],
  ["H.a - H.b", "-(H.b - H.a)", "open"],
  ["H.a * H.b + H.a * H.c", "H.a * (H.b + H.c)", "different"],
  ["H.a % 2", "H.a - 2 * $floor(H.a / 2)", "different"],
  ["H.a % 2 = 0", "$floor(H.a / 2) * 2 = H.a", "same"],
  ["$floor(H.a + 0.5)", "$round(H.a)", "different"],
  ["$round(H.a)", "$floor(H.a)", "different"],
  ["$round(H.a, 1)", "$round(H.a * 10) / 10", "different"],
  ["$round(H.a, -1)", "$round(H.a / 10) * 10", "different"],
  ["$ceil(H.a)", "$floor(H.a) + 1", "different"],
  ["$ceil(H.a)", "-$floor(-H.a)", "different"],
  ["$abs(H.a)", "H.a < 0 ? -H.a : H.a", "different"],
  ["$sqrt(H.a * H.a)", "$abs(H.a)", "different"],
  ["$power(H.a, 2)", "H.a * H.a", "different"],
  ["$power(H.a, 1)", "H.a + 0", "different"],
  ["$max([H.a, H.b])", "H.a > H.b ? H.a : H.b", "different"],
  ["$max([H.a, H.b])", "$max([H.b, H.a])", "open"],
  ["$min([H.a, H.b])", "-$max([-H.a, -H.b])", "different"],
  ["$sum([H.a, H.b])", "H.a + H.b", "different"],
  ["$sum([H.a, H.b, H.c])", "$sum([H.c, H.b, H.a])", "different"],
  ["$average([H.a, H.b])", "(H.a + H.b) / 2", "different"],
  ["$sum([H.a, H.b])", "$sum([H.b, H.a])", "open"],
  ["H.a > 0.9", "H.a >= 0.9000000000000001", "open"],
  ["H.a > 1", "H.a >= 2", "different"],
  ["H.a > 1", "H.a >= 1.0000000000000002", "open"],
  ["H.a < 5e-324", "H.a <= 0", "open"],
  ["H.a >= 9007199254740993", "H.a >= 9007199254740992", "same"],
  ["H.a > 9007199254740992", "H.a >= 9007199254740994", "open"],
  ["H.a = 0.1 + 0.2", "H.a = 0.3", "different"],
  ["H.a = 0.1 + 0.2", "H.a = 0.30000000000000004", "same"],
  ["H.a = 1e2", "H.a = 100", "same"],
  ["H.a + 1 > H.a", "H.a > H.a - 1", "different"],
  ["H.a + 1 > H.a", "true", "different"],
  ["H.a + 1 = H.a", "false", "different"],
  ["H.a * 2 / 2 = H.a", "true", "different"],
  ["H.a - H.a = 0", "true", "different"],
  ["H.a / H.a = 1", "H.a != 0", "different"],
  ["H.a / H.b > 1", "H.a > H.b", "different"],
  ["H.a * H.a >= 0", "true", "different"],
  ["H.a > H.b and H.b > H.c", "H.a > H.b and H.b > H.c and H.a > H.c", "open"],
  ["H.a < H.b or H.a > H.b", "H.a != H.b", "different"],
  ["H.a <= H.b", "$not(H.a > H.b)", "open"],
  ["$floor(H.a) = H.a", "$ceil(H.a) = H.a", "open"],
  ["$floor($floor(H.a))", "$floor(H.a)", "same"],
  ["$floor(H.a + 1)", "$floor(H.a) + 1", "different"],
  ["$abs(-H.a)", "$abs(H.a)", "open"],
  ["$abs($abs(H.a))", "$abs(H.a)", "same"],
  ["-(-H.a)", "H.a", "different"],
  ["-(-H.a)", "H.a + 0", "open"],
  ["H.a * 1000 / 1000", "H.a + 0", "different"],
  ["H.a * 1.1", "H.a + H.a * 0.1", "different"],
  ["$string(H.a * 1)", "$string(H.a)", "different"],
  ["$number($string(H.a * 1))", "H.a * 1", "different"],
  ['H.a & ""', "$string(H.a)", "different"],
  ["$formatBase(H.a, 2)", "$formatBase(H.a, 10)", "different"],
  ["$formatBase(H.a)", "$string($round(H.a))", "same"],
  ["$round(2.5)", "2", "same"],
  ["$round(3.5)", "4", "same"],
  ["$round(-0.4)", "0", "same"],
  ["$round(H.a / 2 * 2)", "$round(H.a)", "different"],
  ["0.1 * 3", "0.30000000000000004", "same"],
  ["1/3", "0.3333333333333333", "same"],
  ["C.block_size / 2 * 2", "C.block_size", "open"],
  ["C.block_size % 2", "C.block_size - 2 * $floor(C.block_size / 2)", "open"],
  ["$floor(C.block_size / 16) * 16 = C.block_size", "C.block_size % 16 = 0", "open"],
  ["C.block_size * 3", "C.block_size + C.block_size + C.block_size", "open"],
  ["C.block_size + 1 > C.block_size", "C.block_size = C.block_size", "open"],
  ["C.gpu_memory_utilization * 2 > 1", "C.gpu_memory_utilization > 0.5", "open"],
  ["C.gpu_memory_utilization * 3 > 1", "C.gpu_memory_utilization > 1/3", "different"],
  ["C.gpu_memory_utilization + 0.1 > 1", "C.gpu_memory_utilization > 0.9", "different"],
  ["$abs(C.block_size)", "$max([C.block_size, -C.block_size])", "open"],
  ["M.max_model_len * S.max_num_seqs", "S.max_num_seqs * M.max_model_len", "open"],
];
for (const [one, other, want] of expressions) {
  const logged: Want = want;
  makers[logged](`${one} against ${other}, logged`, [log("x", "f")], [log("x", "f")], {
    base: { facts: { f: one } },
    head: { facts: { f: other } },
  });
  open(`${one} against ${other}, written`, [rule(isSet("H"), put("H.r", one))], [rule(isSet("H"), put("H.r", other))]);
  open(
    `${one} against ${other}, compared`,
    [rule(cmp("f", "greaterThan", 3), log("x"))],
    [rule(cmp("f", "greaterThan", 3), log("x"))],
    { base: { facts: { f: one } }, head: { facts: { f: other } } },
  );
}
const on = (condition: ReturnType<typeof eq>) => [rule(condition, log("x"))];
const conditions: [ReturnType<typeof eq>, ReturnType<typeof eq>, Want][] = [
  [gt("H.a", 0.9), ge("H.a", 0.9000000000000001), "open"],
  [gt("C.gpu_memory_utilization", 0.9), ge("C.gpu_memory_utilization", 0.9000000000000001), "same"],
  [gt("C.gpu_memory_utilization", 0.9), ge("C.gpu_memory_utilization", 0.9000000000000002), "different"],
  [gt("C.block_size", 1), ge("C.block_size", 2), "same"],
  [gt("C.block_size", 1), ge("C.block_size", 1.5), "same"],
  [gt("C.block_size", 1.5), gt("C.block_size", 1), "same"],
  [gt("H.a", 1), ge("H.a", 2), "different"],
  [lt("C.block_size", 0.5), le("C.block_size", 0), "same"],
  [gt("C.gpu_memory_utilization", 0), isSet("C.gpu_memory_utilization"), "same"],
  [le("C.gpu_memory_utilization", 1), isSet("C.gpu_memory_utilization"), "same"],
  [ge("S.max_num_seqs", 1), isSet("S.max_num_seqs"), "same"],
  [gt("S.max_num_seqs", 1), isSet("S.max_num_seqs"), "different"],
  [ge("S.max_num_seqs", 1), cmp("S.max_num_seqs", "isPresent", true), "different"],
  [not(gt("C.block_size", 5)), le("C.block_size", 5), "different"],
  [all(ge("H.a", 3), le("H.a", 3)), eq("H.a", 3), "different"],
  [all(ge("C.block_size", 3), le("C.block_size", 3)), eq("C.block_size", 3), "same"],
  [any(lt("C.block_size", 3), gt("C.block_size", 3)), all(isSet("C.block_size"), not(eq("C.block_size", 3))), "same"],
  [eq("H.a", 1e21), eq("H.a", 1000000000000000000000), "same"],
  [eq("H.a", 0.1), eq("H.a", 0.1 + 2 ** -56), "open"],
  [all(gt("H.a", 1), lt("H.a", 1.0000000000000002)), all(eq("H.a", 1), eq("H.a", 2)), "open"],
  [
    all(gt("C.gpu_memory_utilization", 0.5), lt("C.gpu_memory_utilization", 0.5000000000000001)),
    all(eq("C.gpu_memory_utilization", 0.5), eq("C.gpu_memory_utilization", 0.6)),
    "same",
  ],
  [all(gt("C.block_size", 1), lt("C.block_size", 2)), all(eq("C.block_size", 1), eq("C.block_size", 2)), "same"],
  [cmp("C.block_size", "in", [1, 2]), any(eq("C.block_size", 1), eq("C.block_size", 2)), "same"],
  [eq("H.a", -0), eq("H.a", 0), "same"],
  [ge("H.a", -0), ge("H.a", 0), "same"],
  [lt("H.a", 9007199254740993), lt("H.a", 9007199254740992), "same"],
  [gt("C.block_size", 9007199254740992), gt("C.block_size", 9007199254740991), "different"],
  [ge("H.a", 1.7976931348623157e308), eq("H.a", 1.7976931348623157e308), "open"],
];
for (const [index, [one, other, want]] of conditions.entries())
  makers[want](`condition ${index}: ${JSON.stringify(one)} against ${JSON.stringify(other)}`, on(one), on(other), {
    documents: [{ C: { block_size: 9007199254740992 } }],
  });
same("write 1.0 against 1", [set("H.a", 1.0)], [set("H.a", 1)]);
different("write 0.1 against its neighbor", [set("H.a", 0.1)], [set("H.a", 0.10000000000000002)]);
different("write 0.30000000000000004 against 0.3", [set("H.a", 0.30000000000000004)], [set("H.a", 0.3)]);
different(
  "halve and double against nothing",
  [put("H.a", "H.a / 3"), put("H.a", "H.a * 3"), log("x")],
  [put("H.a", "H.a * 1"), log("x")],
);
different(
  "increment of a huge number is no change",
  [put("H.a", "H.a + 1"), rule(gt("H.a", 9007199254740992), log("x"))],
  [put("H.a", "H.a + 1"), rule(ge("H.a", 9007199254740992), log("x"))],
);
export const numbers = t.pairs;
