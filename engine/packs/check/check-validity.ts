import type { LinkContext } from "../../language/link-context.js";
import { parseExpiry } from "./expiry.js";
import { isRange } from "../target.js";

/** The validity of a pack or a rule, as written. */
interface Validity {
  readonly versions?: string;
  readonly expires?: string;
}

/** Whether {@link checkValidity} finds nothing. */
export function isValidity({ versions, expires }: Validity): boolean {
  return (versions === undefined || isRange(versions)) && (expires === undefined || parseExpiry(expires) !== null);
}

/** Reports invalid version ranges, and expiries that are neither a range nor a date. */
export function checkValidity({ versions, expires }: Validity, at: string, { report }: LinkContext): void {
  if (versions !== undefined && !isRange(versions)) {
    report(
      "bad-version-range",
      `${at}/versions`,
      `\`${versions}\` is not a version range`,
      "write a semver range, such as `<0.20.0` or `>=0.19.0 <0.21.0`",
    );
  }
  if (expires !== undefined && parseExpiry(expires) === null) {
    report(
      "bad-expiry",
      `${at}/expires`,
      `\`${expires}\` is neither a version range nor a day`,
      "write a semver range, such as `>=0.21.0`, or a day, such as `2027-03-01`",
    );
  }
}
