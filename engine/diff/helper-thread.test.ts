import { expect, test } from "vitest";
import { HelperThread } from "../common/helper-threads.js";
import type { ComparedPack } from "./compare-rules.js";
import { helpToDiff } from "./diff-rules.js";

test("a helper thread compares a pack as this thread does", async () => {
  const data = { base: "vllm@0.32.0", head: "vllm@0.33.0", choice: {}, seconds: 60, packs: 1 };
  const helper = new HelperThread({ job: "diff", data });
  const own = (await (await helpToDiff(data))(0)) as ComparedPack;
  const found = (await helper.run(0)) as ComparedPack;
  await helper.close();
  expect(found.verdict).toBe("differs");
  expect(found.effects.length).toBeGreaterThan(0);
  expect([found.verdict, found.effects]).toEqual([own.verdict, own.effects]);
}, 120_000);
