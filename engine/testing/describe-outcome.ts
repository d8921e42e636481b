import type { Json } from "../common/json.js";

/** Shows the expected or actual value of a difference; describes an absent one. */
export function describeOutcome(path: string, value: Json | undefined): string {
  if (value !== undefined) return path.startsWith("removed.") ? "removed" : JSON.stringify(value);
  const [place] = path.split(".");
  if (place === "error") return "no error";
  if (path.includes(".params.")) return "no such parameter";
  return place === "logs" ? "no log" : place === "changes" ? "no change" : "stays";
}
