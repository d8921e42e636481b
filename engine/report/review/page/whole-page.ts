import { createHash } from "node:crypto";
import { html, trusted, type Markup } from "./markup.js";
import { script } from "./script.js";
import { style } from "./style.js";

export interface PageParts {
  readonly title: string;
  /** A skip link past the header for keyboard users: the id of its target, and its text. */
  readonly skip: { readonly to: string; readonly text: string };
  readonly header: Markup;
  readonly main: Markup;
  /** Version of fettle. */
  readonly version: string;
}

/** Renders a self-contained HTML page. Its content security policy allows no other style or script. */
export function wholePage({ title, skip, header, main, version }: PageParts): string {
  const policy = `default-src 'none'; style-src '${hash(style)}'; script-src '${hash(script)}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#${skip.to}">${skip.text}</a>
<header>
${header}
</header>
${main}
<footer><p class="dim">fettle ${version}</p></footer>
<script>${trusted(script)}</script>
</body>
</html>
`.markup;
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
