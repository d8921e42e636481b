import { evaluate } from "./hand-written/index.js";

/** `copy` is the usual way to keep the caller's document as it is. */
export async function make({ copy = false }) {
  return copy ? (document) => evaluate(structuredClone(document)) : evaluate;
}
