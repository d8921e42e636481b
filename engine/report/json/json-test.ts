import { isClean, type Tested } from "../../testing/tested.js";

/** Renders a test run as JSON. */
export function testJson(tested: Tested): string {
  const { target, packs, findings } = tested;
  return `${JSON.stringify({ ok: isClean(tested), target, packs, findings }, null, 2)}\n`;
}
