// The editor of a pack and its cases, with the diagnostics of `fettle check` and the effects of the edit.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic as Mark } from "@codemirror/lint";
import { EditorState, type Text } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import type { Diagnostic } from "../../../engine/common/diagnostic.js";
import { addRule } from "./add-rule.js";
import type { Texts } from "./data.js";
import type { Deployment } from "./deployment.js";
import { button, element, show } from "./dom.js";
import type { EditAnswer } from "./edit-messages.js";
import { EditWorker } from "./edit-worker.js";
import { highlighting, theme } from "./editor-theme.js";
import { casesFileOf } from "./rule-files.js";
import { EditResults } from "./show-edit.js";

export interface Editing {
  /** The current text of a file, edited or shipped; empty for a file that does not exist yet. */
  text(file: string): string;
  shippedText(file: string): string;
  deployment(): Deployment;
  edits(): Texts;
  /** Stores the text of a file. */
  store(file: string, text: string): void;
}

const worker = new EditWorker();

/** The editor of one pack: its text and its cases, one at a time. */
export class PackEditor {
  readonly #editing: Editing;
  readonly #pack: string;
  readonly #view: EditorView;
  readonly #results: EditResults;
  readonly #tabs: readonly (readonly [file: string, tab: HTMLButtonElement])[];
  readonly #states = new Map<string, EditorState>();
  #file: string;
  #found: readonly Diagnostic[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Shows the pack in the page; with `resultsFirst`, below the effects of its edits. */
  constructor(pack: string, editing: Editing, resultsFirst: boolean) {
    this.#editing = editing;
    this.#pack = pack;
    this.#file = pack;
    const tabs = [pack, casesFileOf(pack)].map((file) => [file, button(nameOf(file), () => this.#open(file))] as const);
    this.#tabs = tabs;
    this.#results = new EditResults({
      add: (file, text) => this.#replace(file, text, text.lastIndexOf('"name"')),
      text: (file) => editing.text(file),
      shippedText: (file) => editing.shippedText(file),
    });
    const bar = element(
      "div",
      { class: "row tabs", role: "group", "aria-label": "File" },
      ...tabs.map(([, tab]) => tab),
      button("Add a rule", () => this.#addRule()),
      button("Undo all changes", () => this.#undoAll()),
    );
    const place = element("div", { class: "code" });
    // Styles are objects in a shadow root; elsewhere they would be inline styles, which the page's policy forbids.
    const shadow = place.attachShadow({ mode: "open" });
    const saves = element(
      "p",
      { class: "row" },
      ...tabs.map(([file]) => button(`Save ${nameOf(file)}`, () => save(nameOf(file), editing.text(file)))),
    );
    const editor = [bar, place, saves];
    show("editor", ...(resultsFirst ? [this.#results.place, ...editor] : [...editor, this.#results.place]));
    this.#view = new EditorView({ parent: shadow, root: shadow, state: this.#stateOf(pack) });
    this.#view.scrollDOM.tabIndex = 0; // so that it scrolls by keyboard, too
    this.#mark();
    this.recheck();
  }

  /** Checks and compares again, after a change of the rules or of the deployment. */
  recheck(): void {
    clearTimeout(this.#timer);
    const edits = this.#editing.edits();
    this.#results.start(edits);
    worker.ask({ edits, deployment: this.#editing.deployment(), pack: this.#pack }, (answer) => this.#take(answer));
  }

  close(): void {
    clearTimeout(this.#timer);
    worker.stop();
    this.#view.destroy();
  }

  #take(answer: EditAnswer): void {
    this.#results.take(answer);
    if (answer.kind !== "checked") return;
    this.#found = answer.diagnostics;
    this.#mark();
  }

  /** Marks findings in the open file, and the open file among the tabs. */
  #mark(): void {
    const text = this.#view.state.doc;
    const marks = this.#found.filter(({ file }) => file === this.#file).map((entry) => markOf(entry, text));
    this.#view.dispatch(setDiagnostics(this.#view.state, marks));
    for (const [file, tab] of this.#tabs) tab.setAttribute("aria-pressed", String(file === this.#file));
  }

  #open(file: string): void {
    this.#states.set(this.#file, this.#view.state);
    this.#file = file;
    this.#view.setState(this.#states.get(file) ?? this.#stateOf(file));
    this.#mark();
  }

  #stateOf(file: string): EditorState {
    return EditorState.create({
      doc: this.#editing.text(file),
      extensions: [
        lineNumbers(),
        history(),
        json(),
        bracketMatching(),
        lintGutter(),
        syntaxHighlighting(highlighting),
        theme,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": `Text of ${file}` }),
        keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap]),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (!docChanged) return;
          this.#editing.store(file, state.doc.toString());
          clearTimeout(this.#timer);
          this.#timer = setTimeout(() => this.recheck(), 300);
        }),
      ],
    });
  }

  /** Replaces the text of a file as one edit, and shows the place at an offset. */
  #replace(file: string, text: string, at: number): void {
    if (file !== this.#file) this.#open(file);
    this.#view.dispatch({
      changes: { from: 0, to: this.#view.state.doc.length, insert: text },
      selection: { anchor: Math.max(0, at) },
      effects: EditorView.scrollIntoView(Math.max(0, at), { y: "center" }),
    });
    this.#view.focus();
  }

  #addRule(): void {
    const added = addRule(this.#editing.text(this.#pack), this.#pack);
    if (added !== null) this.#replace(this.#pack, added.text, added.at);
  }

  #undoAll(): void {
    for (const [file] of this.#tabs.toReversed()) this.#replace(file, this.#editing.shippedText(file), 0);
  }
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1);
}

/** Saves a file locally; nothing is sent. */
function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  element("a", { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}

function markOf({ line, column, severity, message, hint, code }: Diagnostic, text: Text): Mark {
  const row = text.line(Math.min(Math.max(line ?? 1, 1), text.lines));
  const from = Math.min(row.from + Math.max((column ?? 1) - 1, 0), row.to);
  return {
    from,
    to: row.to,
    severity: severity === "note" ? "info" : severity,
    message: `${message}\n${hint}`,
    source: code,
  };
}
