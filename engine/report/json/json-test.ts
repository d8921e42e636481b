import { isClean, type Tested } from "../../testing/tested.js";

/** A test run as data. */
export function testJson(tested: Tested): string {
  const { target, packs, findings } = tested;
  return `${JSON.stringify({ ok: isClean(tested), target, packs, findings }, null, 2)}\n`;
}
