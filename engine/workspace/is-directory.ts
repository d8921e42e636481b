import { stat } from "node:fs/promises";

/** Whether a path is an existing directory. */
export async function isDirectory(place: string): Promise<boolean> {
  return stat(place).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
