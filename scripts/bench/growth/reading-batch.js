import { loadFettle } from "./load-fettle.js";
import { makePacks } from "./make-packs.js";

/** One batch reads, checks and links all packs, or only parses their texts. */
export async function prepare({ packs, rulesEach, by }) {
  const files = makePacks(packs, rulesEach);
  const texts = Object.values(files);
  const read = by === "fettle" ? () => loadFettle(files) : () => texts.map((text) => JSON.parse(text));
  return {
    async batch(count) {
      for (let pass = 0; pass < count; pass++) await read();
    },
    facts: { bytes: texts.reduce((sum, text) => sum + text.length, 0), files: texts.length },
  };
}
