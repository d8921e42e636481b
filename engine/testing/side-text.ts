import type { Json } from "../common/json.js";

/** What stands on one side of a difference, in words where there is nothing. */
export function sideText(path: string, value: Json | undefined): string {
  if (value !== undefined) return path.startsWith("removed.") ? "removed" : JSON.stringify(value);
  const [place] = path.split(".");
  if (place === "error") return "no error";
  if (path.includes(".params.")) return "no such parameter";
  return place === "logs" ? "no log" : place === "changes" ? "no change" : "stays";
}
