/** Work that takes less time than this needs no estimate. */
const leastSeconds = 2;

/**
 * Estimates how long work will still take, from the fraction done, as text that follows the step; empty where it is too
 * early to tell.
 */
export function timeLeft(seconds: number, done: number | undefined): string {
  if (done === undefined || done <= 0 || done >= 1 || seconds < leastSeconds) return "";
  const left = (seconds * (1 - done)) / done;
  return `, about ${left < 90 ? `${Math.max(1, Math.round(left))} s` : `${Math.round(left / 60)} min`} left`;
}
