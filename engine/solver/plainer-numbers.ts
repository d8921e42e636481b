/**
 * Numbers to put for one that a solver or a random search made up, the plainest first: sizes as models and machines have
 * them. None for a number that is plain already.
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

/** Up to here a number says what it is about at a glance. */
const plainest = 1024;
