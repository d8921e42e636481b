/**
 * Replacement candidates for a number from a solver or a random search, the plainest first: sizes that are usual for
 * models and machines. Empty for a number that is already plain.
 */
export function plainerNumbers(value: number): readonly number[] {
  if (!Number.isFinite(value) || (Number.isInteger(value) && value >= 0 && value <= plainest)) return [];
  const powers = Array.from({ length: 53 }, (_, exponent) => 2 ** exponent).filter((power) => power < Math.abs(value));
  const round = Math.ceil(value);
  return [
    ...powers,
    ...(value < 0 ? [-value, ...powers.map((power) => -power)] : []),
    ...(round === value ? [] : [round]),
  ];
}

/** Numbers up to this one are easy to read. */
const plainest = 1024;
