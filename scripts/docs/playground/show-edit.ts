// Shows the effects of an edit: findings, changes to this deployment, and a witness for each difference.
import { showValue } from "../../../engine/common/show-value.js";
import { compareResults, type ResultDifference } from "../../../engine/solver/compare-results.js";
import type { Program } from "../../../engine/workspace/load-program.js";
import { readCaseTexts, type Texts } from "./data.js";
import { resolve, shippedProgram, type Deployment } from "./deployment.js";
import { code, dim, element } from "./dom.js";
import { findWitnesses, type Checked } from "./edit.js";
import { changeLine, diagnosticList } from "./show-deployment.js";

export function showCheck(place: HTMLElement, { diagnostics, program }: Checked, file: string, text: string): void {
  const cases = file.replace(/\.pack\.json$/, ".cases.json");
  place.replaceChildren(
    element(
      "p",
      { class: "row" },
      download(file, async () => text),
      download(cases, async () => (await readCaseTexts())[cases] ?? ""),
    ),
    element("h3", {}, "Check"),
    diagnostics.length === 0 ? element("p", {}, "No findings.") : diagnosticList(diagnostics),
    program === null ? element("p", {}, "The rules cannot run until the errors are fixed.") : "",
  );
}

export async function showDifferences(
  place: HTMLElement,
  edited: Program,
  deployment: Deployment,
  edits: Texts,
): Promise<void> {
  if (Object.keys(edits).length === 0) {
    place.append(element("p", { class: "dim" }, "Change the pack to see what differs."));
    return;
  }
  const before = resolve(deployment, await shippedProgram(deployment.release)).evaluated;
  const after = resolve(deployment, edited).evaluated;
  const differences = before === null || after === null ? [] : compareResults(before.result, after.result);
  place.append(
    element("h3", {}, "This deployment"),
    differences.length === 0
      ? element("p", {}, "The edit changes nothing for this deployment.")
      : element("div", { id: "edit-deployment" }, ...differences.map(differenceLine)),
    element("h3", {}, "Any deployment"),
  );
  const effects = await findWitnesses(edits, deployment.release, before?.before ?? null);
  place.append(
    element(
      "div",
      { id: "edit-witnesses" },
      ...effects.map(({ outcome, document, rules }) =>
        element(
          "details",
          { open: "" },
          element("summary", {}, ...outcome.map(differenceLine)),
          element(
            "p",
            { class: "dim" },
            `Witness${rules.length === 0 ? "" : `, at work: ${rules.map(({ rule }) => rule).join(", ")}`}`,
          ),
          element("pre", {}, document.map(({ path, value }) => `${path}: ${showValue(value, 120)}`).join("\n")),
        ),
      ),
    ),
    effects.length === 0
      ? element(
          "p",
          {},
          "No document was found that the edited rules treat differently; `fettle diff` proves whether there is none.",
        )
      : "",
  );
}

function differenceLine(difference: ResultDifference): HTMLElement {
  const { kind, name } = difference;
  if (kind === "field") return changeLine({ path: name, ...difference }, null);
  return element(
    "p",
    {},
    dim(`${kind} `),
    code(name),
    ` ${showValue(difference.before, 120)} → ${showValue(difference.after, 120)}`,
  );
}

/** Creates a button that saves a file locally; nothing is sent. */
function download(file: string, text: () => Promise<string>): HTMLElement {
  const name = file.slice(file.lastIndexOf("/") + 1);
  const button = element("button", { type: "button" }, `Save ${name}`);
  button.addEventListener("click", async () => {
    const url = URL.createObjectURL(new Blob([await text()], { type: "application/json" }));
    element("a", { href: url, download: name }).click();
    URL.revokeObjectURL(url);
  });
  return button;
}
