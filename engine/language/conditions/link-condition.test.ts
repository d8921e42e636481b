import { expect, test } from "vitest";
import type { LinkContext } from "../link-context.js";
import { linkCondition } from "./link-condition.js";

test.each([
  [{ condition: "x" }, "/when/condition"],
  [{ not: { condition: "x" } }, "/when/not/condition"],
  [{ all: [{ any: [{ not: { condition: "x" } }] }] }, "/when/all/0/any/0/not/condition"],
])("an unknown condition in %j is reported where it is named", (raw, expected) => {
  const places: string[] = [];
  const context = {
    ...{ conditions: new Map(), broken: new Set(), used: { facts: new Set(), conditions: new Set() } },
    report: (_code, at) => void places.push(at),
  } as Partial<LinkContext> as LinkContext;
  linkCondition(raw, "/when", context);
  expect(places).toEqual([expected]);
});
