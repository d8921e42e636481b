// The page's worker: checks and compares edited rules.
import type { Answered, EditRequest } from "./edit-messages.js";
import { answer } from "./effects-of-edits.js";

addEventListener("message", ({ data }: MessageEvent<EditRequest>) => void reply(data));

async function reply(request: EditRequest): Promise<void> {
  const { turn } = request;
  const tell = (answered: Answered) => postMessage(answered);
  try {
    for await (const entry of answer(request)) tell({ ...entry, turn });
  } catch (error) {
    tell({ kind: "failed", message: String(error), turn });
  }
}
