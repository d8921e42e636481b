// The page: reads the visitor's choices, evaluates them, and shows the result.
import type { Evaluated } from "../../../engine/explain/evaluated.js";
import { byId, element, options, show } from "./dom.js";
import { examples, packTexts, readCaseTexts, type Texts } from "./data.js";
import { devices, releases, resolve, shippedProgram, type Deployment } from "./deployment.js";
import { fromFragment, isRuleFile, toFragment } from "../../../engine/review/playground-link.js";
import type { PackEditor } from "./editor.js";
import { releaseDifferences } from "./release-difference.js";
import { newPack, packFileOf, packNameOf } from "./rule-files.js";
import { ruleGraph } from "./rule-graph.js";
import { showDiagnostics, showEvaluation } from "./show-deployment.js";
import { showGraph } from "./show-graph.js";
import { showLedger } from "./show-ledger.js";
import { showReleases } from "./show-releases.js";
import { listFields, showWhy } from "./show-why.js";

const example = byId("example", HTMLSelectElement);
const release = byId("release", HTMLSelectElement);
const other = byId("other", HTMLSelectElement);
const device = byId("device", HTMLSelectElement);
const pack = byId("pack", HTMLSelectElement);
const command = byId("command", HTMLTextAreaElement);
const config = byId("config", HTMLTextAreaElement);
const field = byId("field", HTMLInputElement);
const status = byId("status", HTMLParagraphElement);

let edits: Texts = {};
let editor: PackEditor | null = null;
let evaluated: Evaluated | null = null;
let turn = 0;

function deployment(): Deployment {
  return { config: config.value, command: command.value, release: release.value, device: device.value };
}

/** Evaluates and shows everything; abandons an earlier call that is still running. */
async function refresh(): Promise<void> {
  const own = ++turn;
  const chosen = deployment();
  const program = await shippedProgram(chosen.release);
  if (own !== turn) return;
  const resolved = resolve(chosen, program);
  ({ evaluated } = resolved);
  showDiagnostics(resolved.diagnostics);
  if (evaluated === null) {
    status.textContent = "The deployment has errors.";
    for (const section of ["effective", "changes", "ledger", "graph", "releases"]) show(section);
  } else {
    const { result, before } = evaluated;
    const fired = new Set(result.changes.map(({ rule }) => rule)).size;
    const outcome = result.ok ? "Starts" : "Does not start";
    const changed = `${fired} rules changed the configuration`;
    status.textContent = [outcome, architectureOf(before), `vLLM ${chosen.release}`, changed].join(" · ");
    showEvaluation(evaluated, ask);
    showLedger(result, ask);
    showGraph(ruleGraph(evaluated));
    byId("fields", HTMLDataListElement).replaceChildren(
      ...listFields(evaluated).map((value) => element("option", { value })),
    );
  }
  showWhy(field.value.trim(), evaluated);
  editor?.recheck();
  await remember();
  if (evaluated !== null) await compareReleases(chosen, evaluated, own);
}

function architectureOf(document: Evaluated["before"]): string {
  const model = document["model_config"];
  const name = typeof model === "object" && model !== null && "architecture" in model ? model["architecture"] : null;
  return typeof name === "string" ? name : "no architecture";
}

async function compareReleases(chosen: Deployment, here: Evaluated, own: number): Promise<void> {
  if (other.value === "") {
    show("releases");
    return;
  }
  const program = await shippedProgram(other.value);
  if (own !== turn) return;
  const there = resolve({ ...chosen, release: other.value }, program);
  if (there.evaluated === null) {
    const messages = there.diagnostics.filter(({ severity }) => severity === "error");
    show("releases", ...messages.map(({ message }) => element("p", { class: "error" }, message)));
  } else showReleases(chosen.release, other.value, releaseDifferences(here, there.evaluated));
}

function ask(path: string): void {
  field.value = path;
  showWhy(path, evaluated);
  byId("why-heading", HTMLHeadingElement).scrollIntoView({ block: "start" });
  field.focus({ preventScroll: true });
  void remember();
}

/** Stores the state in the URL fragment, which is not sent to a server. */
async function remember(): Promise<void> {
  const fragment = await toFragment({ ...deployment(), other: other.value, field: field.value, edits });
  history.replaceState(null, "", `#${fragment}`);
}

async function share(): Promise<void> {
  await remember();
  const button = byId("share", HTMLButtonElement);
  try {
    await navigator.clipboard.writeText(location.href);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Copy the address of this page";
  }
}

/** Opens the chosen pack and its cases. */
async function openEditor(resultsFirst = false): Promise<void> {
  const [{ PackEditor: Editor }, cases] = await Promise.all([import("./editor.js"), readCaseTexts()]);
  const shippedText = (file: string) => packTexts[file] ?? cases[file] ?? "";
  editor?.close();
  const editing = {
    ...{ shippedText, deployment, text: (file: string) => edits[file] ?? shippedText(file), edits: () => edits },
    store(file: string, text: string) {
      const { [file]: _, ...rest } = edits;
      edits = text === shippedText(file) ? rest : { ...rest, [file]: text };
      void remember();
    },
  };
  editor = new Editor(pack.value, editing, resultsFirst);
}

/** Adds a pack of the visitor's own, with cases, and opens it. */
async function createPack(): Promise<void> {
  const name = byId("new-pack", HTMLInputElement);
  const { formatRules } = await import("../../../engine/packs/format-rules.js");
  const made = newPack(name.value.trim());
  name.setCustomValidity(made === null ? "Use vendor/family, such as acme/limits" : "");
  if (made === null) {
    name.reportValidity();
    return;
  }
  const added = [...made].map(([file, text]) => [file, formatRules(text, file)] as const);
  edits = { ...Object.fromEntries(added.filter(([file]) => !Object.hasOwn(packTexts, file))), ...edits };
  listPacks();
  pack.value = [...made.keys()][0] ?? "";
  await openEditor();
}

/** Lists the shipped packs and the visitor's own. */
function listPacks(): void {
  const files = [...new Set([...Object.keys(edits), ...Object.keys(packTexts)])];
  const packs = files.filter((file) => file.endsWith(".pack.json"));
  options(
    pack,
    packs.map((file) => [file, packNameOf(file)]),
  );
}

function choose({ config: text, command: line }: { readonly config: string; readonly command: string }): void {
  config.value = text;
  command.value = line;
}

async function start(): Promise<void> {
  options(example, [["", "own"], ...examples.map(({ name }) => [name, name] as const)]);
  options(
    release,
    releases.map((version) => [version, version]),
  );
  options(other, [["", "none"], ...releases.map((version) => [version, version] as const)]);
  options(
    device,
    devices.map((name) => [name, name]),
  );
  const [first] = examples;
  const shared = location.hash.length > 1 ? await fromFragment(location.hash.slice(1)) : null;
  const isDeployed = shared !== null && shared.config !== "";
  if (!isDeployed && first !== undefined) {
    choose(first);
    example.value = first.name;
  }
  if (shared !== null) {
    if (isDeployed) choose(shared);
    release.value = releases.includes(shared.release) ? shared.release : release.value;
    device.value = devices.includes(shared.device) ? shared.device : device.value;
    other.value = releases.includes(shared.other) ? shared.other : "";
    field.value = shared.field;
    edits = Object.fromEntries(Object.entries(shared.edits).filter(([file]) => isRuleFile(file)));
  }
  listPacks();
  pack.value = "rules/vllm/gemma4.pack.json";
  example.addEventListener("change", () => {
    const found = examples.find(({ name }) => name === example.value);
    if (found !== undefined) choose(found);
    run();
  });
  for (const select of [release, other, device]) select.addEventListener("change", run);
  for (const area of [command, config]) area.addEventListener("input", later);
  field.addEventListener("input", () => showWhy(field.value.trim(), evaluated));
  field.addEventListener("change", () => void remember());
  byId("share", HTMLButtonElement).addEventListener("click", () => void share());
  byId("open-pack", HTMLButtonElement).addEventListener("click", () => void openEditor());
  byId("create-pack", HTMLButtonElement).addEventListener("click", () => void createPack());
  await refresh();
  const [edited] = Object.keys(edits);
  if (edited === undefined) return;
  // A link with edits was shared for their effect: it comes first.
  byId("editor-heading", HTMLHeadingElement).textContent = "Changed rules";
  byId("effective", HTMLElement).before(byId("editor", HTMLElement));
  pack.value = edited.endsWith(".cases.json") ? packFileOf(edited) : edited;
  await openEditor(true);
}

function run(): void {
  void refresh();
}

let timer: ReturnType<typeof setTimeout> | undefined;

/** Debounces typing. */
function later(): void {
  clearTimeout(timer);
  timer = setTimeout(run, 250);
}

void start();
