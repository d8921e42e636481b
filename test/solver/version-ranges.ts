import fc from "fast-check";

const numbers = [0, 1, 2];
const tags = ["", "-0", "-a", "-a.0", "-a.1", "-rc1", "-rc1.0", "-rc1.0.0", "-rc2"];

/** All versions of a few numbers and pre-releases: close to one another, so that ranges cut between them. */
export const everyVersion: readonly string[] = [0, 1, 2, 3].flatMap((major) =>
  numbers.flatMap((minor) => [...numbers, 3].flatMap((patch) => tags.map((tag) => `${major}.${minor}.${patch}${tag}`))),
);

const version = fc
  .tuple(
    fc.constantFrom(0, 1, 2),
    fc.constantFrom(...numbers),
    fc.constantFrom(...numbers),
    fc.constantFrom("", "", "", ...tags),
  )
  .map(([major, minor, patch, tag]) => `${major}.${minor}.${patch}${tag}`);
const xRange = fc.oneof(
  fc.constantFrom("*", "0", "1", "1.x", "2.*"),
  fc.tuple(fc.constantFrom(...numbers), fc.constantFrom(...numbers)).map(([major, minor]) => `${major}.${minor}.x`),
);
const part = fc.oneof(version, xRange);
const comparator = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(">=", ">", "<", "<=", "=", "", "~", "^"), version)
      .map(([operator, bound]) => `${operator}${bound}`),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(">=", ">", "<", "<=", "~", "^"),
        xRange.filter((range) => range !== "*"),
      )
      .map(([operator, bound]) => `${operator}${bound}`),
  },
  { weight: 1, arbitrary: xRange },
);
const simple = fc.oneof(
  { weight: 3, arbitrary: fc.array(comparator, { minLength: 1, maxLength: 2 }).map((all) => all.join(" ")) },
  { weight: 1, arbitrary: fc.tuple(part, part).map(([low, high]) => `${low} - ${high}`) },
);

/** A version range of any form that semver has. */
export const rangeOf = fc.array(simple, { minLength: 1, maxLength: 2 }).map((all) => all.join(" || "));
