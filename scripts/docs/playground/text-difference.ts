// Shows the lines of a file that an edit changed.
import { structuredPatch } from "diff";
import { element } from "./dom.js";

const context = 3;
const classes: Readonly<Record<string, string>> = { "+": "after", "-": "before" };

export function textDifference(file: string, before: string, after: string): HTMLElement {
  const { hunks } = structuredPatch(file, file, before, after, "", "", { context });
  const lines = hunks.flatMap(({ newStart, lines: own }) => [
    element("span", { class: "dim" }, `line ${newStart}\n`),
    ...own.map((line) => element("span", { class: classes[line[0] ?? ""] ?? "" }, `${line}\n`)),
  ]);
  return element(
    "details",
    { open: "" },
    element("summary", {}, file),
    element("pre", { class: "patch", tabindex: "0" }, ...lines),
  );
}
