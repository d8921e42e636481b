// The page: reads the visitor's choices, evaluates them, and shows the result.
import type { Evaluated } from "../../../engine/explain/evaluated.js";
import { byId, element, options, show } from "./dom.js";
import { examples, packTexts, type Texts } from "./data.js";
import { devices, releases, resolve, shippedProgram, type Deployment } from "./deployment.js";
import { fromFragment, toFragment } from "./link.js";
import { releaseDifferences } from "./release-difference.js";
import { ruleGraph } from "./rule-graph.js";
import { showDiagnostics, showEvaluation } from "./show-deployment.js";
import { showGraph } from "./show-graph.js";
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
    showGraph(ruleGraph(evaluated));
    byId("fields", HTMLDataListElement).replaceChildren(
      ...listFields(evaluated).map((value) => element("option", { value })),
    );
  }
  showWhy(field.value.trim(), evaluated);
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

async function openEditor(): Promise<void> {
  const { openPack } = await import("./editor.js");
  await openPack(pack.value, {
    text: (file) => edits[file] ?? packTexts[file] ?? "",
    deployment,
    async edited(file, text) {
      const { [file]: _, ...rest } = edits;
      edits = text === packTexts[file] ? rest : { ...rest, [file]: text };
      await remember();
      return edits;
    },
  });
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
  const packs = Object.keys(packTexts).filter((file) => file.endsWith(".pack.json"));
  options(
    pack,
    packs.map((file) => [file, file.replace(/^rules\/|\.pack\.json$/g, "")]),
  );
  pack.value = "rules/vllm/gemma4.pack.json";
  const [first] = examples;
  const shared = location.hash.length > 1 ? await fromFragment(location.hash.slice(1)) : null;
  if (shared !== null) {
    choose(shared);
    release.value = releases.includes(shared.release) ? shared.release : release.value;
    device.value = devices.includes(shared.device) ? shared.device : device.value;
    other.value = releases.includes(shared.other) ? shared.other : "";
    field.value = shared.field;
    edits = Object.fromEntries(Object.entries(shared.edits).filter(([file]) => Object.hasOwn(packTexts, file)));
  } else if (first !== undefined) {
    choose(first);
    example.value = first.name;
  }
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
  await refresh();
  const [edited] = Object.keys(edits);
  if (edited !== undefined) {
    pack.value = edited;
    await openEditor();
  }
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
