// Shows the changes to the same deployment in another release.
import { showValue } from "../../../engine/common/show-value.js";
import { code, dim, element, show, table } from "./dom.js";
import type { ReleaseDifference } from "./release-difference.js";

const most = 200;

export function showReleases(here: string, there: string, differences: readonly ReleaseDifference[]): void {
  if (differences.length === 0) {
    show("releases", element("p", {}, `vLLM ${there} does the same as ${here} with this deployment.`));
    return;
  }
  const rows = differences
    .slice(0, most)
    .map(({ kind, name, before, after, rules, otherRules }) => [
      element("span", {}, kind === "field" ? null : dim(`${kind} `), code(name)),
      cell(before, rules),
      cell(after, otherRules),
    ]);
  const more = differences.length - rows.length;
  show(
    "releases",
    table(["What", here, there], rows),
    more <= 0 ? null : element("p", {}, `${more} more differences are left out here.`),
  );
}

function cell(value: unknown, rules: readonly string[]): HTMLElement {
  return element(
    "div",
    {},
    element("span", { class: "mono" }, showValue(value, 80)),
    ...rules.map((rule) => element("p", {}, dim(rule))),
  );
}
