import { expect, test } from "vitest";
import { flowEdges, flowGraph } from "./flow-graph.js";

const rule = (id: string, reads: readonly string[], writes: readonly string[]) => ({
  id,
  line: null,
  reads,
  writes,
  fails: [],
  includes: [],
});

test("an edge leads from each write to the later rules that read it, or a part of it", () => {
  const flow = [
    rule("a", ["c.x"], ["a.b"]),
    rule("b", ["a.b.c", "a.z"], ["c.x"]),
    rule("c", ["a", "c.x"], []),
    rule("<d>", ["q"], []),
  ];
  expect(flowEdges(flow)).toEqual([
    { from: 0, to: 1, fields: ["a.b.c"] },
    { from: 0, to: 2, fields: ["a"] },
    { from: 1, to: 2, fields: ["c.x"] },
  ]);
  const { markup } = flowGraph(flow) as { markup: string };
  expect(markup.match(/<title>/g)).toHaveLength(3);
  expect(markup).toContain("<title>2 → 3: c.x</title>");
  expect(markup).not.toContain("<d>");
});

test("rules without a flow have no graph", () => {
  expect(flowGraph([rule("a", ["x"], ["y"]), rule("b", ["z"], [])])).toBeNull();
});
