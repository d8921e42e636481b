// Colors of the editor: those of the page, light and dark.
import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export const highlighting = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--accent)" },
  { tag: tags.string, color: "var(--good)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--warn)" },
  { tag: tags.invalid, color: "var(--bad)" },
]);

const panel = { backgroundColor: "var(--panel)", color: "var(--text)", borderColor: "var(--line)" };

export const theme = EditorView.theme({
  "&": { color: "var(--text)", maxHeight: "30rem" },
  "&.cm-focused": { outline: "2px solid var(--accent)" },
  ".cm-scroller": { overflow: "auto", font: "13px/1.5 ui-monospace, monospace" },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-gutters": { ...panel, color: "var(--dim)" },
  ".cm-tooltip, .cm-panels": panel,
  ...lintMarks("error", "var(--bad)"),
  ...lintMarks("warning", "var(--warn)"),
  ...lintMarks("info", "var(--accent)"),
});

/** Markers of findings; the package's own are images, which the page's policy forbids. */
function lintMarks(severity: string, color: string): Readonly<Record<string, Readonly<Record<string, string>>>> {
  return {
    [`.cm-lintRange-${severity}`]: { backgroundImage: "none", textDecoration: `underline wavy ${color}` },
    [`.cm-lint-marker-${severity}`]: { content: "normal", backgroundColor: color, borderRadius: "50%" },
  };
}
