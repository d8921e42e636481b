import { stat } from "node:fs/promises";

/** Whether something is there to read a model from. */
export async function isDirectory(place: string): Promise<boolean> {
  return stat(place).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
