import {
  all,
  any,
  eq,
  fail,
  ge,
  gt,
  isPresent,
  isSet,
  le,
  log,
  lt,
  not,
  put,
  rule,
  set,
  themeOf,
  unset,
  warn,
} from "./build.js";

/** Failures that the engine itself raises: their kind, code, path, and what came before them. */
const t = themeOf("failures");
const { same, different } = t;

const parents = ["H.p", "H.p.q", "T.p", "H", "T", "C", "M", "M.pooler_config", "H.text_config", "S"];
for (const parent of parents) {
  const field =
    parent === "C"
      ? "block_size"
      : parent === "S"
        ? "max_num_seqs"
        : parent === "M"
          ? "max_model_len"
          : parent === "M.pooler_config"
            ? "use_activation"
            : "f";
  const value = parent === "M.pooler_config" ? true : 8;
  const path = `${parent}.${field}`;
  different(
    `write to ${path} against nothing when the parent is missing`,
    [rule(isPresent(path), set(path, value))],
    [set(path, value)],
  );
  different(`${path}: guarded by the parent against not`, [rule(isSet(parent), set(path, value))], [set(path, value)]);
  different(
    `absent value before missing parent at ${path}`,
    [put("H.z", "H.absent_one"), set(path, value)],
    [set(path, value), put("H.z", "H.absent_one")],
  );
  same(`the same write of ${path} twice`, [set(path, value)], [set(path, value), set(path, value)]);
  different(
    `log before the failing write of ${path} against after it`,
    [log("x"), set(path, value)],
    [set(path, value), log("x")],
  );
}

different(
  "$ceil against -$floor(-x): error codes of functions and of signs",
  [put("H.r", "$ceil(H.a)")],
  [put("H.r", "-$floor(-H.a)")],
  { documents: [{ H: { a: "x" } }] },
);
different(
  "two sets of different fields in one rule, swapped",
  [rule(null, set("H.p.f", 1), set("H.q.f", 1))],
  [rule(null, set("H.q.f", 1), set("H.p.f", 1))],
);
different(
  "two absent values in one rule, swapped",
  [rule(null, put("H.x", "H.a"), put("H.y", "H.b"))],
  [rule(null, put("H.y", "H.b"), put("H.x", "H.a"))],
);
different(
  "missing parent against absent value at one place",
  [put("H.p.x", "H.a")],
  [rule(isPresent("H.a"), put("H.p.x", "H.a")), rule(isPresent("H.a", false), put("H.q.x", "H.a"))],
);
different(
  "the value is computed before the parent is looked for",
  [put("H.p.x", "-H.a")],
  [rule(isSet("H.p"), put("H.p.x", "-H.a")), rule(isSet("H.p", false), set("H.p.x", 1))],
  { documents: [{ H: { a: "no" } }] },
);
different("fail's kind", [rule(eq("H.a", 1), fail("x", "value"))], [rule(eq("H.a", 1), fail("x", "missing"))]);
different("fail's code", [rule(eq("H.a", 1), fail("x"))], [rule(eq("H.a", 1), fail("y"))]);
different(
  "two fails swapped",
  [rule(eq("H.a", 1), fail("x")), rule(eq("H.b", 1), fail("y"))],
  [rule(eq("H.b", 1), fail("y")), rule(eq("H.a", 1), fail("x"))],
);
same(
  "two fails of apart conditions swapped",
  [rule(eq("H.a", 1), fail("x")), rule(eq("H.a", 2), fail("y"))],
  [rule(eq("H.a", 2), fail("y")), rule(eq("H.a", 1), fail("x"))],
);
same("what is after a fail", [fail("x"), set("H.a", 1)], [fail("x")]);
same("what is after a fail in one rule", [rule(eq("H.a", 1), fail("x"), log("y"))], [rule(eq("H.a", 1), fail("x"))]);
different("log before fail", [fail("x")], [log("y"), fail("x")]);
different("log level before a fail", [log("y"), fail("x")], [warn("y"), fail("x")]);
different("set before fail that may fail itself", [fail("x")], [set("H.a", 1), fail("x")]);
different("unset of an item of an array", [unset("H.l.0")], [], { documents: [{ H: { l: [1] } }] });
different(
  "unset of an item against of a key",
  [rule(isPresent("H.l.0"), unset("H.l.0"))],
  [rule(isPresent("H.l.0"), unset("H.l.1"))],
  { documents: [{ H: { l: [1, 2] } }, { H: { l: [1] } }] },
);
different("set of an item that is not there", [set("H.l.1", 1)], [rule(isPresent("H.l.1"), set("H.l.1", 1))]);
different(
  "operator on a wrong value: in with a fact that is no array",
  [rule({ fact: "model_config.hf_config.a", operator: "in", value: { fact: "model_config.hf_config.b" } }, log("x"))],
  [
    rule(
      all(isPresent("H.b"), {
        fact: "model_config.hf_config.a",
        operator: "in",
        value: { fact: "model_config.hf_config.b" },
      }),
      log("x"),
    ),
  ],
);
different(
  "operator error inside any after the answer is known",
  [
    rule(
      any(
        { fact: "model_config.hf_config.a", operator: "in", value: { fact: "model_config.hf_config.b" } },
        eq("H.c", 1),
      ),
      log("x"),
    ),
  ],
  [
    rule(
      any(eq("H.c", 1), {
        fact: "model_config.hf_config.a",
        operator: "in",
        value: { fact: "model_config.hf_config.b" },
      }),
      log("x"),
    ),
  ],
);
different(
  "fact that fails inside all, swapped",
  [rule(all({ fact: "f", operator: "equal", value: 1 }, eq("H.c", 1)), log("x"))],
  [rule(all(eq("H.c", 1), { fact: "f", operator: "equal", value: 1 }), log("x"))],
  { both: { facts: { f: "-H.a" } } },
);
same(
  "double negation around a fact that fails",
  [rule({ fact: "f", operator: "equal", value: 1 }, log("x"))],
  [rule(not(not({ fact: "f", operator: "equal", value: 1 })), log("x"))],
  { both: { facts: { f: "-H.a" } } },
);
different(
  "not of < against >= of a fact that may be text",
  [rule(not(lt("H.a", 5)), log("x"))],
  [rule(ge("H.a", 5), log("x"))],
);
different("not of <= against >", [rule(not(le("H.a", 5)), log("x"))], [rule(gt("H.a", 5), log("x"))]);
different("message computes a fact that fails", [log("x")], [{ ...log("x"), message: "said {f}" }], {
  head: { facts: { f: "-H.a" } },
  base: {},
});
different(
  "a fail's message computes a fact that fails",
  [rule(eq("H.c", 1), fail("x"))],
  [rule(eq("H.c", 1), { ...fail("x"), message: "no {f}" })],
  { head: { facts: { f: "-H.a" } }, base: {} },
);
same(
  "a fail's message with another place",
  [rule(eq("H.c", 1), fail("x"))],
  [rule(eq("H.c", 1), { ...fail("x"), message: "no {model_config.hf_config.a}" })],
);
different(
  "failure caught by an earlier fail",
  [rule(isPresent("H.p", false), fail("nop")), set("H.p.a", 1)],
  [set("H.p.a", 1)],
);
same(
  "a failing write after the same failing write",
  [set("H.p.a", 1), set("H.p.b", 1)],
  [set("H.p.a", 1), rule(isSet("H.p"), set("H.p.b", 1))],
);
different(
  "parent is an array",
  [set("H.p.a", 1)],
  [rule(not({ fact: "k", operator: "equal", value: "array" }), set("H.p.a", 1))],
  { both: {}, head: { facts: { k: "$type(H.p)" } } },
);
different(
  "parent is a text",
  [set("H.p.a", 1)],
  [rule(not({ fact: "k", operator: "equal", value: "string" }), set("H.p.a", 1))],
  { head: { facts: { k: "$type(H.p)" } } },
);
export const failures = t.pairs;
