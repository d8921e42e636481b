// Shows the effects of an edit: findings, changes to this deployment, cases, and a witness for each difference.
import { count } from "../../../engine/common/count.js";
import { showValue } from "../../../engine/common/show-value.js";
import type { ResultDifference } from "../../../engine/solver/compare-results.js";
import { describeOutcome } from "../../../engine/testing/describe-outcome.js";
import type { CaseRun } from "../../../engine/testing/run-cases.js";
import { passes } from "../../../engine/testing/tested.js";
import type { Texts } from "./data.js";
import { button, code, dim, element, type Child } from "./dom.js";
import type { EditAnswer, Witness } from "./edit-messages.js";
import { changeLine, diagnosticList } from "./show-deployment.js";
import { textDifference } from "./text-difference.js";

export interface EditSurroundings {
  /** Replaces the text of a cases file by one with a case more. */
  add(file: string, text: string): void;
  text(file: string): string;
  shippedText(file: string): string;
}

/** The results beside an editor, filled in as the worker finds them. */
export class EditResults {
  readonly place = element("div", { id: "edit-found" });
  readonly #status = element("p", { role: "status", class: "dim" });
  readonly #check = element("div");
  readonly #deployment = element("div", { id: "edit-deployment" });
  readonly #cases = element("div", { id: "edit-cases" });
  readonly #witnesses = element("div", { id: "edit-witnesses" });
  readonly #texts = element("div", { id: "edit-texts" });
  readonly #around: EditSurroundings;
  #edits: Texts = {};
  #found = 0;

  constructor(around: EditSurroundings) {
    this.#around = around;
    const parts = [this.#status, this.#deployment, this.#witnesses, this.#cases, this.#check, this.#texts];
    this.place.append(...parts);
  }

  /** The worker was asked; earlier results remain until it answers. */
  start(edits: Texts): void {
    this.#edits = edits;
    this.#status.textContent = "Checking…";
    const { text, shippedText } = this.#around;
    const changed = Object.keys(edits).map((file) => textDifference(file, shippedText(file), text(file)));
    this.#texts.replaceChildren(...(changed.length === 0 ? [] : [element("h3", {}, "The edit"), ...changed]));
  }

  take(answer: EditAnswer): void {
    if (answer.kind === "checked") this.#showCheck(answer.diagnostics, answer.runs);
    else if (answer.kind === "deployment") this.#showDeployment(answer.differences);
    else if (answer.kind === "cases") this.#showCases(answer.cases, answer.findings);
    else if (answer.kind === "witness") this.#showWitness(answer.witness);
    else if (answer.kind === "done") this.#finish();
    else this.#status.textContent = `The check failed: ${answer.message}`;
  }

  get #isEdited(): boolean {
    return Object.keys(this.#edits).length > 0;
  }

  #showCheck(diagnostics: Parameters<typeof diagnosticList>[0], runs: boolean): void {
    for (const part of [this.#deployment, this.#cases, this.#witnesses]) part.replaceChildren();
    this.#found = 0;
    this.#check.replaceChildren(
      element("h3", {}, "Check"),
      diagnostics.length === 0 ? element("p", {}, "No findings.") : diagnosticList(diagnostics),
    );
    this.#status.textContent = runs ? "Comparing…" : "The rules cannot run until the errors are fixed.";
  }

  #showDeployment(differences: readonly ResultDifference[] | null): void {
    if (!this.#isEdited) return;
    const [isEmpty, lines] = [differences?.length === 0, (differences ?? []).map(differenceLine)];
    this.#deployment.replaceChildren(
      element("h3", {}, "This deployment"),
      ...(differences === null ? [element("p", {}, "The deployment has errors.")] : lines),
      ...(isEmpty ? [element("p", {}, "The edit changes nothing for this deployment.")] : []),
    );
    this.#status.textContent = "Searching for documents that the edited rules treat differently…";
    this.#witnesses.replaceChildren(element("h3", {}, "Any deployment"));
  }

  #showCases(cases: readonly CaseRun[], findings: Parameters<typeof diagnosticList>[0]): void {
    const failed = cases.filter((entry) => !passes(entry));
    this.#cases.replaceChildren(
      element("h3", {}, "Cases"),
      element(
        "p",
        {},
        cases.length === 0 ? "None yet." : `${cases.length - failed.length} of ${count(cases.length, "case")} pass.`,
      ),
      ...failed.map(failedCase),
      ...(findings.length === 0 ? [] : [diagnosticList(findings)]),
    );
  }

  #showWitness({ outcome, document, rules, cases }: Witness): void {
    this.#found++;
    const at = rules.length === 0 ? "" : `, at work: ${rules.map(({ rule }) => rule).join(", ")}`;
    const parts: readonly Child[] = [
      element("summary", {}, ...outcome.map(differenceLine)),
      element("p", { class: "dim" }, `Witness${at}`),
      element("pre", {}, document.map(({ path, value }) => `${path}: ${showValue(value, 120)}`).join("\n")),
      cases === null ? null : button("Add as a case", () => this.#around.add(cases.file, cases.text)),
    ];
    this.#witnesses.append(element("details", { open: "" }, ...parts));
  }

  #finish(): void {
    if (!this.#isEdited) this.#status.textContent = "Change the pack or its cases to see what differs.";
    else if (this.#found > 0)
      this.#status.textContent = `Done: ${this.#found} ${this.#found === 1 ? "witness" : "witnesses"}.`;
    else {
      this.#status.textContent = "Done.";
      const none = "No document was found that the edited rules treat differently;";
      this.#witnesses.append(element("p", {}, none, " ", code("fettle diff"), " proves whether there is none."));
    }
  }
}

function differenceLine(difference: ResultDifference): HTMLElement {
  const { kind, name } = difference;
  if (kind === "field") return changeLine({ path: name, ...difference }, null);
  const values = ` ${showValue(difference.before, 120)} → ${showValue(difference.after, 120)}`;
  return element("p", {}, dim(`${kind} `), code(name), values);
}

function failedCase({ name, line, differences, diagnostics }: CaseRun): HTMLElement {
  const lines = differences.map(({ path, expected, actual }) =>
    element(
      "p",
      {},
      code(path),
      " expected ",
      element("span", { class: "after mono" }, describeOutcome(path, expected)),
      ", actual ",
      element("span", { class: "before mono" }, describeOutcome(path, actual)),
    ),
  );
  const place = line === null ? "" : ` line ${line}`;
  return element(
    "details",
    { open: "" },
    element("summary", {}, element("span", { class: "error" }, "fails "), name, dim(place)),
    ...lines,
    diagnostics.length === 0 ? null : diagnosticList(diagnostics),
  );
}
