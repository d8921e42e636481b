import { expect, test } from "vitest";
import { bundleFault } from "../solver/bundle-fault.js";
import { encoderFaults } from "../solver/encoder-faults.js";

test.each(encoderFaults.map((fault, index) => [fault.file, fault.title, fault, index] as const))(
  "%s: %s",
  async (_, __, fault, index) => {
    const findDisagreement = await bundleFault(fault, index);
    // An encoder that throws is a fault that shows.
    const search = { seed: 1, programs: 1500, documents: 30 };
    const found = await findDisagreement(search).catch((error: unknown) => ({ about: String(error) }));
    expect(found).not.toBeNull();
  },
  600_000,
);
