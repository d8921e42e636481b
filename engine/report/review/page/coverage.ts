import type { Json } from "../../../common/json.js";
import { pointer } from "../../../common/path.js";
import type { LinkedPack } from "../../../packs/linked.js";
import type { ReviewedTests, SeenCondition } from "../../../review/reviewed.js";
import { html, type Markup } from "./markup.js";
import { ruleLines, seenOf, type RuleLine, type Seen } from "./rule-text.js";

/**
 * Renders a pack's conditions and rules as text, each condition with the number of cases in which it was true and
 * false.
 */
export function coveragePart({ pack, rules }: LinkedPack, { coverage }: ReviewedTests): Markup {
  const { conditions } = coverage;
  const active = new Set(rules.map(({ rule }) => rule.id));
  const shared =
    Object.keys(pack.conditions ?? {}).length === 0
      ? null
      : textOf(
          "conditions",
          "shared by rules",
          ruleLines(pack.conditions as unknown as Json, "/conditions", conditions),
        );
  const own = pack.rules.map((rule, index) => {
    const counts = coverage.rules.find(({ id }) => id === rule.id);
    const about = !active.has(rule.id)
      ? "not for this target"
      : counts === undefined
        ? ""
        : `fired in ${counts.fired}, silent in ${counts.silent}`;
    return textOf(rule.id, about, ruleLines(rule as unknown as Json, pointer(["rules", index]), conditions));
  });
  return html`<p class="legend">How often each condition was true or false in the cases: ${sample("both", 3, 2)} both, ${sample("true", 3, 0)} only true, ${sample("false", 0, 2)} only false, ${sample("none", 0, 0)} never reached.</p>
${shared}${own}`;
}

function sample(_: Seen, seenTrue: number, seenFalse: number): Markup {
  return mark({ at: "", text: "", seenTrue, seenFalse });
}

function textOf(name: string, about: string, lines: readonly RuleLine[]): Markup {
  return html`<figure class="rule"><figcaption><code>${name}</code> <span class="dim">${about}</span></figcaption>
<div class="source" tabindex="0" role="group" aria-label="Source of ${name}">${lines.map(
    ({ text, conditions }) =>
      html`<div class="line${worst(conditions)}"><code>${text}</code>${conditions.length === 0 ? null : html`<span class="marks">${conditions.map(mark)}</span>`}</div>`,
  )}</div></figure>
`;
}

function worst(conditions: readonly SeenCondition[]): string {
  const seen = conditions.map(seenOf);
  const found = (["none", "false", "true", "both"] as const).find((kind) => seen.includes(kind));
  return found === undefined ? "" : ` seen-${found}`;
}

function mark(condition: SeenCondition): Markup {
  const { text, seenTrue, seenFalse } = condition;
  const words = `${text === "" ? "" : `${text}: `}${seenTrue} times true, ${seenFalse} times false`;
  return html`<span class="mark mark-${seenOf(condition)}" title="${words}"><span aria-hidden="true">✓${seenTrue} ✗${seenFalse}</span><span class="hidden">${words}</span></span>`;
}
