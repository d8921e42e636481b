import { vllm } from "../vllm/adapter/vllm.js";
import { expect, test } from "vitest";
import { open as anything } from "./smtlib/domain.js";
import { identical } from "./encode/equality.js";
import { propagate } from "./propagate.js";
import type { Bool } from "./term.js";
import { makeTerms } from "./terms.js";
import { get, is } from "./encode/values.js";

const terms = makeTerms(vllm, { ...anything, tags: new Set(["object"]) });
const { and, or, not } = terms;
const [model, cache] = ["model", "cache"].map((key) => get(terms, terms.document, key)) as [any, any];
const equal = (value: unknown, key = "mode") =>
  identical(terms, get(terms, model, key), terms.constant(value as never));
const isA = (tag: Parameters<typeof is>[1], key = "mode") => is(terms, tag, get(terms, model, key));
const open: Bool = equal(1, "other");

test.each<[string, Bool, Bool]>([
  [
    "a value settles what is compared with another",
    and(equal("auto"), or(equal("none"), open)),
    and(equal("auto"), open),
  ],
  ["and its kind", and(equal("auto"), or(isA("null"), and(open, isA("string")))), and(equal("auto"), open)],
  ["a kind settles other kinds", and(isA("number"), or(isA("null"), equal("auto"), open)), and(isA("number"), open)],
  ["but no value of its own", and(isA("number"), or(equal(2), open)), and(isA("number"), or(equal(2), open))],
  [
    "what lies in nothing is absent",
    and(is(terms, "null", model), or(equal("auto"), not(is(terms, "absent", cache)))),
    and(is(terms, "null", model), not(is(terms, "absent", cache))),
  ],
  ["what contradicts itself never holds", and(isA("number"), or(isA("string"), equal("auto"))), terms.no],
])("%s", (_, before, after) => {
  expect(propagate(terms, before)).toBe(after);
});
