// The editor of a pack, with the diagnostics of `fettle check` and the effects of the edit.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic as Mark } from "@codemirror/lint";
import type { Text } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import type { Diagnostic } from "../../../engine/common/diagnostic.js";
import type { Texts } from "./data.js";
import type { Deployment } from "./deployment.js";
import { element, show } from "./dom.js";
import { checkEdits, type Checked } from "./edit.js";
import { highlighting, theme } from "./editor-theme.js";
import { showCheck, showDifferences } from "./show-edit.js";

export interface Editing {
  /** The current text of a file. */
  text(file: string): string;
  deployment(): Deployment;
  /** Stores an edit and returns all edits. */
  edited(file: string, text: string): Promise<Texts>;
}

let view: EditorView | null = null;

export async function openPack(file: string, editing: Editing): Promise<void> {
  view?.destroy();
  const place = element("div", { class: "code" });
  // Styles are objects in a shadow root; elsewhere they would be inline styles, which the page's policy forbids.
  const shadow = place.attachShadow({ mode: "open" });
  const found = element("div", { "aria-live": "polite", id: "edit-found" });
  show("editor", place, found);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;
  const own = new EditorView({
    doc: editing.text(file),
    parent: shadow,
    root: shadow,
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
      EditorView.updateListener.of((update) => {
        if (!update.docChanged) return;
        clearTimeout(timer);
        timer = setTimeout(() => void look(), 300);
      }),
    ],
  });
  own.scrollDOM.tabIndex = 0; // so that it scrolls by keyboard, too
  view = own;
  async function look(): Promise<void> {
    const mine = ++turn;
    const text = own.state.doc.toString();
    const edits = await editing.edited(file, text);
    const deployment = editing.deployment();
    const checked: Checked = await checkEdits(edits, deployment.release);
    if (mine !== turn || view !== own) return;
    own.dispatch(
      setDiagnostics(
        own.state,
        checked.diagnostics.filter((entry) => entry.file === file).map((entry) => markOf(entry, own.state.doc)),
      ),
    );
    showCheck(found, checked, file, text);
    // The differences take longer: render the findings first.
    await new Promise((resolve) => setTimeout(resolve));
    if (mine === turn && checked.program !== null) await showDifferences(found, checked.program, deployment, edits);
  }
  await look();
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
