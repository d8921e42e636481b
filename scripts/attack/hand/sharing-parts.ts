import {
  all,
  any,
  eq,
  fail,
  gt,
  isPresent,
  isSet,
  log,
  lt,
  not,
  put,
  ref,
  rule,
  set,
  themeOf,
  unset,
} from "./build.js";

/** Each part of hf_config that hf_text_config may be. */
const t = themeOf("sharing of parts");
const { same, different, ledger } = t;

for (const part of ["H", "H.text_config", "H.a.b", "H.a.b.c"]) {
  const H_ = { text_config: {}, a: { b: { c: {} } } };
  const documents = [
    { H: H_, T: part },
    { H: H_, T: {} },
  ];
  different(
    `${part}: later pack sees the write`,
    [set("T.f", 3), rule(eq(`${part}.f`, 3), fail("no"))],
    [set("T.f", 3)],
    { documents },
  );
  different(
    `${part}: later write of the part is seen`,
    [set(`${part}.f`, 3), rule(eq("T.f", 3), fail("no"))],
    [set(`${part}.f`, 3)],
    { documents },
  );
  different(
    `${part}: swapped writes of one field`,
    [set("T.f", 1), set(`${part}.f`, 2)],
    [set(`${part}.f`, 2), set("T.f", 1)],
    { documents },
  );
  different(`${part}: unset against write`, [unset("T.f"), set(`${part}.f`, 2)], [set(`${part}.f`, 2), unset("T.f")], {
    documents,
  });
  ledger(
    `${part}: writes of two fields swapped`,
    [rule(all(isSet("T"), isSet(part)), set("T.f", 1), set(`${part}.g`, 2))],
    [rule(all(isSet("T"), isSet(part)), set(`${part}.g`, 2), set("T.f", 1))],
    { documents },
  );
  different(
    `${part}: increments through both names`,
    [put("T.n", "T.n + 1"), put(`${part}.n`, `${part}.n + 1`)],
    [put("T.n", "T.n + 2")],
    { documents: [{ H: { ...H_, n: 1, text_config: { n: 1 }, a: { b: { n: 1, c: { n: 1 } } } }, T: part }] },
  );
  different(`${part}: set T to what it is`, [put("T", part), set("T.f", 1)], [set("T.f", 1)], {
    documents: [{ H: H_, T: { k: 1 } }],
  });
  different(
    `${part}: copy to T ends sharing unless it is the object`,
    [put("T", part), set(`${part}.f`, 1), log("x", "T.f")],
    [set(`${part}.f`, 1), put("T", part), log("x", "T.f")],
    { documents: [{ H: H_, T: { k: 1 } }] },
  );
  different(
    `${part}: set T = {} when it is {}`,
    [set("T", {}), set("T.f", 1), log("x", `${part}.f`)],
    [set("T", { g: 1 }), set("T", {}), set("T.f", 1), log("x", `${part}.f`)],
    { documents },
  );
}
different(
  "H set to T, then T written",
  [put("H", "T"), set("T.f", 1), log("x", "H.f")],
  [put("H", "T"), log("x", "H.f")],
  {
    documents: [
      { H: { a: 1 }, T: { b: 1 } },
      { H: { a: 1 }, T: "H" },
    ],
  },
);
different(
  "H.text_config = T is a copy",
  [put("H.text_config", "T"), set("T.f", 1), log("x", "H.text_config.f")],
  [set("T.f", 1), put("H.text_config", "T"), log("x", "H.text_config.f")],
);
different(
  "equal after the copy, shared before",
  [put("H.text_config", "T"), set("H.text_config.f", 1), log("x", "T.f")],
  [put("H.text_config", "T"), set("T.f", 1), set("H.text_config.f", 1), log("x", "T.f")],
);
different("null T against absent T", [rule(isPresent("T"), log("x"))], [rule(isSet("T"), log("x"))]);
different(
  "T absent, H.f written",
  [set("H.f", 1), rule(not(eq("T.f", 1)), log("x"))],
  [set("H.f", 1), rule(all(isSet("T"), not(eq("T.f", 1))), log("x"))],
);
different("write through T into an array of H", [set("T.l.0", 5), rule(eq("H.l.0", 5), log("x"))], [set("T.l.0", 5)], {
  documents: [{ H: { l: [1] }, T: "H" }],
});
different(
  "H equals T as facts",
  [rule({ fact: "model_config.hf_config", operator: "equal", value: ref("T") }, log("x"))],
  [rule({ fact: "f", operator: "equal", value: true }, log("x"))],
  { head: { facts: { f: "H = T" } }, documents: [{ H: { a: 1 }, T: { a: 1 } }] },
);
different(
  "H = T by expression while apart",
  [rule({ fact: "f", operator: "equal", value: true }, log("x"))],
  [rule({ fact: "model_config.hf_config", operator: "equal", value: ref("T") }, log("x"))],
  { base: { facts: { f: "H = T" } }, documents: [{ H: {}, T: {} }] },
);
different(
  "T.p is H.p where T is H: identity through a part",
  [rule({ fact: "model_config.hf_config.p", operator: "equal", value: ref("T.p") }, log("x"))],
  [rule(all({ fact: "model_config.hf_config.p", operator: "equal", value: ref("T.p") }, not(isSet("H.p"))), log("x"))],
  { documents: [{ H: { p: {} }, T: "H" }] },
);
different(
  "idempotence with sharing",
  [put("T.n", "H.n"), set("H.n", 1)],
  [put("T.n", "H.n"), set("H.n", 1), put("T.n", "H.n")],
);
different("any over both names", [rule(any(gt("H.n", 4), gt("T.n", 4)), log("x"))], [rule(gt("H.n", 4), log("x"))]);
same(
  "any over both names, swapped",
  [rule(any(gt("H.n", 4), gt("T.n", 4)), log("x"))],
  [rule(any(gt("T.n", 4), gt("H.n", 4)), log("x"))],
);
different(
  "a write, then a comparison of both",
  [set("H.n", 4), rule(lt("T.n", 4), log("x"))],
  [rule(lt("T.n", 4), log("x")), set("H.n", 4)],
  { documents: [{ H: { n: 1 }, T: "H" }] },
);
export const sharingOfParts = t.pairs;
