import { all, eq, isPresent, isSet, log, ne, not, put, rule, set, themeOf, unset } from "./build.js";

/** hf_text_config as hf_config or a part of it: writes through one name are seen through the other, until it ends. */
const t = themeOf("sharing");
const { same, different, ledger, open } = t;

const H = { H: {}, T: "H" };
different("write through H, read through T", [set("H.f", 7), rule(eq("T.f", 7), log("x"))], [set("H.f", 7)], {
  documents: [H],
});
different("write through T, read through H", [set("T.f", 7), rule(eq("H.f", 7), log("x"))], [set("T.f", 7)], {
  documents: [H],
});
different(
  "unset through T, read through H",
  [set("H.f", 1), unset("T.f"), rule(isPresent("H.f", false), log("x"))],
  [set("H.f", 1), unset("T.f")],
  { documents: [H] },
);
different(
  "write to a part, read through T",
  [set("H.text_config.f", 7), rule(eq("T.f", 7), log("x"))],
  [set("H.text_config.f", 7)],
  { documents: [{ H: { text_config: {} }, T: "H.text_config" }] },
);
different(
  "write through T, read from a part",
  [set("T.f", 7), rule(eq("H.text_config.f", 7), log("x"))],
  [set("T.f", 7)],
  { documents: [{ H: { text_config: {} }, T: "H.text_config" }] },
);
different(
  "write through T, read from a deep part",
  [set("T.f", 7), rule(eq("H.a.b.c.f", 7), log("x"))],
  [set("T.f", 7)],
  { documents: [{ H: { a: { b: { c: {} } } }, T: "H.a.b.c" }] },
);
open(
  "a part four levels down is not shared",
  [set("T.f", 7), rule(eq("H.a.b.c.d.f", 7), log("x"))],
  [set("T.f", 7), rule(all(eq("H.a.b.c.d.f", 7), not(eq("H.g", 5))), log("x"))],
);
different(
  "a replaced T is no part any more",
  [set("T", {}), set("T.f", 7), rule(eq("H.f", 7), log("x"))],
  [set("T.f", 7), rule(eq("H.f", 7), log("x"))],
  { documents: [H] },
);
different(
  "a part that is replaced is not T any more",
  [set("H.text_config", {}), set("T.f", 7), rule(eq("H.text_config.f", 7), log("x"))],
  [set("T.f", 7), rule(eq("H.text_config.f", 7), log("x"))],
  { documents: [{ H: { text_config: { a: 1 } }, T: "H.text_config" }] },
);
different("unset T, then write H", [rule(null, unset("T"), set("H.f", 1))], [set("H.f", 1)], { documents: [H] });
ledger("unset T and write H in another order", [unset("T"), set("H.f", 1)], [set("H.f", 1), unset("T")]);
ledger(
  "write f through H and T, in both orders, to one value",
  [rule(all(isPresent("H.f", false), isPresent("T.f", false)), set("H.f", 1), set("T.f", 1))],
  [
    rule(all(isPresent("H.f", false), isPresent("T.f", false), isSet("T")), set("T.f", 1), set("H.f", 1)),
    rule(all(isPresent("H.f", false), isPresent("T.f", false)), set("H.f", 1), set("T.f", 1)),
  ],
);
different(
  "write f through H and T, in both orders, to two values",
  [set("H.f", 1), set("T.f", 2)],
  [set("T.f", 2), set("H.f", 1)],
  { documents: [{ H: {}, T: "H" }] },
);
different(
  "base unsets T.flag, sets H.flag",
  [unset("T.flag"), set("H.flag", 7), rule(eq("T.flag", 7), set("T", { z: 1 }))],
  [unset("T.flag"), set("H.flag", 7)],
  { documents: [H] },
);
different(
  "set T = H of equal but distinct objects",
  [put("T", "H"), set("H.f", 1), rule(eq("T.f", 1), log("x"))],
  [put("T", "H"), set("H.f", 1), log("x")],
  {
    documents: [
      { H: { g: 1 }, T: { g: 1 } },
      { H: { g: 1 }, T: "H" },
    ],
  },
);
different("whether T is H after the rules", [set("T", { k: 1 }), put("T", "H")], [put("T", "H")], {
  documents: [{ H: { k: 2 }, T: "H" }],
});
different(
  "T replaced by an equal object, then both written",
  [rule(isSet("T"), set("T", { k: 1 }))],
  [rule(isSet("T"), set("T", { k: 2 }), set("T", { k: 1 }))],
  { documents: [{ H: { k: 1 }, T: "H" }] },
);
different("T set to something and back to other", [set("T", { k: 2 })], [set("T", { k: 1 }), set("T", { k: 2 })], {
  documents: [
    { H: { k: 2 }, T: "H" },
    { H: {}, T: {} },
  ],
});
different("H replaced by an equal object", [log("x")], [set("H", { k: 1 }), log("x")], {
  documents: [
    { H: { k: 1 }, T: "H" },
    { H: { k: 2 }, T: "H" },
  ],
});
different("H replaced twice", [set("H", { k: 1 })], [set("H", { k: 2 }), set("H", { k: 1 })], {
  documents: [{ H: { k: 1 }, T: "H" }],
});
different("H unset, T stays", [unset("H")], [rule(isSet("T"), unset("H"))], { documents: [{ H: { k: 1 }, T: "H" }] });
different(
  "H.text_config unset and made again",
  [log("a")],
  [
    rule(
      isPresent("H.text_config"),
      put("H.tmp", "H.text_config"),
      unset("H.text_config"),
      put("H.text_config", "H.tmp"),
      unset("H.tmp"),
    ),
    log("a"),
  ],
  { documents: [{ H: { text_config: { a: 1 } }, T: "H.text_config" }] },
);
different(
  "a part moved to another key is a copy",
  [rule(isSet("H.p"), put("H.q", "H.p"), unset("H.p"), set("T.f", 1))],
  [rule(isSet("H.p"), set("T.f", 1), put("H.q", "H.p"), unset("H.p"))],
  { documents: [{ H: { p: {} }, T: "H.p" }] },
);
different(
  "an ancestor of the part replaced",
  [rule(isSet("H.a"), put("H.a", "H.b")), set("T.f", 1)],
  [rule(isSet("H.a"), set("T.f", 1), put("H.a", "H.b"))],
  { documents: [{ H: { a: { p: {} }, b: 1 }, T: "H.a.p" }] },
);
same(
  "a write of what is there through the other name",
  [set("H.f", 1), rule(eq("T.f", 1), log("x"))],
  [set("H.f", 1), rule(eq("T.f", 1), set("T.f", 1), log("x"))],
);
different("T.f is H.f only where shared", [set("H.f", 1), log("x", "T.f")], [set("H.f", 1), log("x", "H.f")]);
different(
  "log T.f before and after a write of H.f",
  [log("x", "T.f"), set("H.f", 1)],
  [set("H.f", 1), log("x", "T.f")],
  { documents: [H] },
);
different("two equal objects are not one", [set("H.f", 1), rule(ne("T.f", 1), log("x"))], [set("H.f", 1)], {
  documents: [{ H: {}, T: {} }],
});
different(
  "shared or not decides what T.g is",
  [set("H.g", 2), rule(eq("T.g", 2), set("C.block_size", 1)), rule(ne("T.g", 2), set("C.block_size", 2))],
  [set("H.g", 2), set("C.block_size", 1)],
);
open(
  "T is a part that holds what is written deep below",
  [set("H.p.q.f", 1), rule(eq("T.q.f", 1), log("x"))],
  [set("H.p.q.f", 1), rule(eq("T.q.f", 1), set("T.h", 1))],
);
different("T is p, q deep", [set("H.p.q.f", 1), rule(eq("T.q.f", 1), log("x"))], [set("H.p.q.f", 1)], {
  documents: [{ H: { p: { q: {} } }, T: "H.p" }],
});
different(
  "T is p.q, p replaced by a copy of itself",
  [rule(isSet("H.p"), set("H.p.z", 1)), set("T.f", 1), log("x", "H.p.q.f")],
  [rule(isSet("H.p"), put("H.p", '$merge([H.p, {"z": 1}])')), set("T.f", 1), log("x", "H.p.q.f")],
  { documents: [{ H: { p: { q: {} } }, T: "H.p.q" }] },
);
export const sharing = t.pairs;
