/** How long everything is run: rounds of turns, starts, lines of the longest stream, and rounds of audits. */
export const paces = {
  full: { rounds: 60, warmUpMs: 2000, turnMs: 25, starts: 40, streams: 7, lines: 200_000, fleet: 3 },
  quick: { rounds: 9, warmUpMs: 400, turnMs: 15, starts: 6, streams: 2, lines: 40_000, fleet: 1 },
};
