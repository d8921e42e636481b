/** The page's style sheet: light or dark as the reader's system, and plain when printed. */
export const style = `
:root {
  color-scheme: light dark;
  --text: #1b1f24; --dim: #57606a; --ground: #ffffff; --raised: #f6f8fa; --line: #d0d7de; --link: #0a58b8;
  --good: #14692e; --good-ground: #e3f6e8; --bad: #b3161f; --bad-ground: #fdebec; --warn: #7d4e00; --warn-ground: #fff5d6;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e6edf3; --dim: #9aa4ae; --ground: #0f1419; --raised: #171d24; --line: #343c46; --link: #79b8ff;
    --good: #6fdd8b; --good-ground: #12301b; --bad: #ff9a94; --bad-ground: #3b1619; --warn: #f0c05a; --warn-ground: #352a0c;
  }
}
* { box-sizing: border-box; }
body { overflow-wrap: break-word; margin: 0 auto; max-width: 76rem; padding: 1.5rem 1.25rem 4rem; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .25rem; padding-top: 1rem; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
h3 { display: inline; font-size: 1rem; margin: 0; }
h4 { font-size: 1rem; margin: 0 0 .5rem; overflow-wrap: anywhere; }
p { margin: .4rem 0; }
a { color: var(--link); }
code { font: .875em/1.5 var(--mono); overflow-wrap: anywhere; }
.dim, caption, .from { color: var(--dim); }
.good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
.verdict { font-weight: 600; }
.badge { display: inline-block; padding: .1rem .6rem; border-radius: 1rem; font-weight: 600; border: 1px solid currentColor; }
.badge.good { background: var(--good-ground); } .badge.bad { background: var(--bad-ground); } .badge.warn { background: var(--warn-ground); }
.skip, .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip:focus { position: static; width: auto; height: auto; clip-path: none; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.scroll { position: relative; overflow-x: auto; margin: .5rem 0 1rem; }
table { border-collapse: collapse; min-width: 100%; }
caption { text-align: left; font-size: .875rem; padding-bottom: .25rem; }
table code { overflow-wrap: normal; }
th, td { text-align: left; vertical-align: top; font-weight: normal; min-width: 7.5rem; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--dim); font-size: .875rem; }
.flow { display: block; max-width: none; }
.flow text { fill: var(--text); font: .875rem var(--mono); } .flow .place { fill: var(--dim); }
.flow path { fill: none; stroke: var(--link); stroke-width: 1.5; } .flow .tip { fill: var(--link); stroke: none; }
.flow g:hover path { stroke-width: 3; }
.matrix { max-height: 80vh; overflow: auto; }
.matrix table { min-width: 0; }
.matrix th[scope="row"], .matrix thead th:first-child { position: sticky; left: 0; z-index: 1; background: var(--ground); min-width: 0; max-width: 45vw; overflow-wrap: anywhere; border-right: 1px solid var(--line); padding-right: .5rem; }
.matrix thead th { position: sticky; top: 0; background: var(--ground); vertical-align: bottom; }
.matrix thead th:first-child { z-index: 2; }
.matrix thead th:not(:first-child), .matrix td { min-width: 3rem; max-width: 9rem; padding: .35rem .5rem; }
.matrix code { overflow-wrap: anywhere; }
.matrix .badge { border-radius: .6rem; overflow-wrap: normal; }
ul.plain { list-style: none; margin: 0; padding: 0; }
ul.cases { padding-left: 1.2rem; columns: 2 24rem; }
.chip { background: var(--raised); border: 1px solid var(--line); border-radius: .3rem; padding: 0 .3rem; }
.chip.write { border-color: var(--good); } .chip.fed { border-color: var(--warn); }
.from { font-size: .875rem; white-space: nowrap; }
.number { display: inline-block; min-width: 1.4em; color: var(--dim); }
details { margin: .6rem 0; border: 1px solid var(--line); border-radius: .4rem; }
summary { cursor: pointer; padding: .45rem .75rem; background: var(--raised); border-radius: .4rem; }
details[open] > summary { border-bottom: 1px solid var(--line); border-radius: .4rem .4rem 0 0; }
.folded { padding: .5rem .9rem .75rem; }
.effect { border-left: 3px solid var(--warn); padding: .25rem 0 .25rem .9rem; margin: .75rem 0 1.25rem; }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); gap: 0 1.5rem; }
.diff { margin: 0; padding: .5rem .9rem; overflow-x: auto; font: .875rem/1.5 var(--mono); }
.diff > * { display: block; }
del { text-decoration: none; color: var(--bad); } ins { text-decoration: none; color: var(--good); }
.rule { margin: 0 0 1rem; } figcaption { padding: .25rem 0; }
.source { overflow-x: auto; border: 1px solid var(--line); border-radius: .4rem; padding: .3rem 0; background: var(--raised); }
.line { display: flex; justify-content: space-between; gap: 1rem; padding: 0 .6rem; border-left: .25rem solid transparent; min-width: max-content; }
.line code { white-space: pre; overflow-wrap: normal; }
.seen-both { border-left-color: var(--good); } .seen-true, .seen-false { border-left-color: var(--warn); background: var(--warn-ground); } .seen-none { border-left-color: var(--bad); background: var(--bad-ground); }
.marks { position: sticky; right: .6rem; white-space: nowrap; }
.mark { font: .75rem/1.6 var(--mono); padding: 0 .3rem; margin-left: .3rem; border-radius: .3rem; border: 1px solid currentColor; background: var(--ground); }
.mark-both { color: var(--good); } .mark-true, .mark-false { color: var(--warn); } .mark-none { color: var(--bad); }
.decisions td, .decisions th { white-space: nowrap; }
button { font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--line); border-radius: .4rem; padding: .2rem .7rem; cursor: pointer; }
@media (max-width: 40rem) {
  body { padding: 1rem .75rem 3rem; }
  .matrix th[scope="row"], .matrix thead th:first-child { width: 38vw; min-width: 38vw; max-width: 38vw; font-size: .875rem; }
  .matrix thead th:not(:first-child), .matrix td { padding: .35rem .3rem; }
  .stack, .stack tbody, .stack caption, .stack tr, .stack th[scope="row"], .stack td { display: block; min-width: 0; }
  .stack thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .stack tr { border-bottom: 1px solid var(--line); padding: .5rem 0; }
  .stack th[scope="row"], .stack td { border: 0; padding: .1rem 0; overflow-wrap: anywhere; }
  .stack th[scope="row"] { font-weight: 600; }
  .stack td[data-label]::before { content: attr(data-label) " "; color: var(--dim); font-size: .875rem; }
}
@media print {
  :root { --text: #000; --dim: #444; --ground: #fff; --raised: #fff; --line: #999; --link: #000; --good: #064d1d; --bad: #8f0010; --warn: #5c3a00; --good-ground: #fff; --bad-ground: #fff; --warn-ground: #fff; color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  button, .skip { display: none; }
  .scroll, .source { overflow: visible; }
  .line { min-width: 0; } .line code { white-space: pre-wrap; }
  details { border: 0; } .effect, .rule, tr { break-inside: avoid; } h2, summary, figcaption { break-after: avoid; }
}
`;
