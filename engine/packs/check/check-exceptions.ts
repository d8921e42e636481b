import type { Diagnostic } from "../../common/diagnostic.js";
import { didYouMean } from "../../common/nearest.js";
import { pointer } from "../../common/path.js";
import type { Exceptions } from "../../generated/exceptions.js";
import type { Read, ReadPacks } from "../read-packs.js";
import { isDay } from "./expiry.js";
import { finding } from "./finding.js";

/** Checks accepted violations against the existing policies, and their dates against the calendar. */
export function checkExceptions(
  read: Read<Exceptions>,
  { packs, refused }: Pick<ReadPacks, "packs" | "refused">,
  today: string | undefined,
): readonly Diagnostic[] {
  const rules = packs
    .filter(({ content }) => content.kind === "policy")
    .flatMap(({ content }) => content.rules.map(({ id }) => `${content.pack}/${id}`));
  const seen = new Set<string>();
  return read.content.exceptions.flatMap(({ rule, deployment, expires }, index) => {
    const at = (key: string) => pointer(["exceptions", index, key]);
    const found: Diagnostic[] = [];
    if (!rules.includes(rule) && !refused.has(rule.slice(0, rule.lastIndexOf("/")))) {
      const hint = didYouMean(rule, rules) ?? "name the rule in full, as `fettle audit` shows it: vendor/policy/rule";
      found.push(finding(read, "bad-exception", at("rule"), `no policy has the rule \`${rule}\``, hint));
    }
    if (!isDay(expires)) {
      const hint = "use YYYY-MM-DD, such as 2027-03-01";
      found.push(finding(read, "bad-exception", at("expires"), `\`${expires}\` is not a date`, hint));
    } else if (today !== undefined && expires <= today) {
      const message = `the exception for \`${deployment}\` expired on ${expires}`;
      const hint = "fix the deployment and remove the exception, or agree on a new date";
      found.push(finding(read, "idle-exception", at("expires"), message, hint, { severity: "warning" }));
    }
    const key = JSON.stringify([rule, deployment]);
    if (seen.has(key)) {
      const message = `duplicate exception for \`${deployment}\` from \`${rule}\``;
      found.push(finding(read, "bad-exception", at("rule"), message, "keep one of the two"));
    }
    seen.add(key);
    return found;
  });
}
