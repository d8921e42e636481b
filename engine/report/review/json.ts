import { failures, type Reviewed } from "../../review/reviewed.js";

/** Renders a review as JSON. */
export function reviewJson(reviewed: Reviewed): string {
  const { version, target, base, head, files, packs, findings, failOn, gaps, playground, differed } = reviewed;
  const report = {
    ok: failures(reviewed).length === 0,
    ...{ version, target, base, head, files, failOn, findings, gaps, playground },
    isEveryRelease: differed?.isEveryRelease ?? false,
    alsoAt: differed?.alsoAt ?? [],
    packs: packs.map(({ linked: _, table: __, ...pack }) => pack),
    fleet: differed?.fleet ?? null,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
