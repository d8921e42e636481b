import { expect, test } from "vitest";
import { bundleFault, withFault } from "./bundle-fault.js";
import { encoderFaults } from "./encoder-faults.js";

test("every fault is one of the encoder's text", () => {
  const gone = encoderFaults.filter((fault) => withFault(fault) === null);
  expect(gone.map(({ file, title, search }) => `nothing in ${file} reads ${search} (${title})`)).toEqual([]);
  expect(encoderFaults.length).toBeGreaterThanOrEqual(60);
});

test("a fault shows as a disagreement of encoder and engine", async () => {
  for (const title of ["a failure does not end the evaluation", "`any` stops like `all`"]) {
    const index = encoderFaults.findIndex((fault) => fault.title === title);
    const findDisagreement = await bundleFault(encoderFaults[index]!, index);
    expect(await findDisagreement({ seed: 1, programs: 200, documents: 30 })).not.toBeNull();
  }
});
