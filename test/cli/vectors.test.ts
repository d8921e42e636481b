import { expect, test } from "vitest";
import { load } from "../../engine/index.js";
import { files, packs, vectorsOf } from "../vectors/read-vectors.js";
import { fettle } from "./fettle.js";

test("the command line answers all vectors as the library does, to the byte", async () => {
  const engine = await load({ target: "vllm@0.19.0" });
  let count = 0;
  for (const file of files) {
    const pack = packs[file.replace(".jsonl", "")]!;
    const inputs = vectorsOf(file).map(({ input }) => input);
    const input = inputs.map((document) => `${JSON.stringify(document)}\n`).join("");
    const expected = inputs.map((document) => engine.evaluate(document, { pack }));
    const { code, out } = fettle(["apply", "--ndjson", "--pack", pack, "--target", "vllm@0.19.0", "-q"], { input });
    expect(out).toBe(expected.map((result) => `${JSON.stringify(result)}\n`).join(""));
    expect(code).toBe(expected.every(({ ok }) => ok) ? 0 : 1);
    count += inputs.length;
  }
  expect(count).toBe(912);
});
