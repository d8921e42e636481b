import type { Json, JsonObject } from "../base/json.js";
import { shellText } from "../document/shell-text.js";
import { toServeArgs } from "../document/to-serve-args.js";
import type { Evaluated } from "./evaluated.js";
import type { Printed } from "./index.js";
import { lastChanges } from "./net-changes.js";

/** Flags of `vllm serve` that pin what the rules resolved, as a line for a shell. */
export function reportServeArgs({ result, built }: Evaluated): Printed {
  if (result.document === null) return { text: "" };
  const changes = lastChanges(result.changes).map(({ path, after }) => ({ path, after: after as Json | undefined }));
  const settings = built === null ? {} : { settings: built.settings };
  const { args, unpinned } = toServeArgs({ document: result.document as JsonObject, changes, ...settings });
  const notes = unpinned.map(({ path, reason }) => `\`${path}\` cannot be pinned: ${reason}`);
  if (changes.length === 0) return { text: "", notes: ["nothing to pin: the rules change nothing"] };
  return { text: args.length === 0 ? "" : `${shellText(args)}\n`, notes };
}
