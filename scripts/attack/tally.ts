import type { Report } from "./worker.js";

/** Counts of verdicts and faults, by theme and by tag. */
export class Tally {
  readonly verdicts = new Map<string, number>();
  readonly faults = new Map<string, number>();
  readonly undecided = new Map<string, { of: number; undecided: number }>();
  readonly reasons = new Map<string, number>();
  pairs = 0;
  skipped = 0;
  evaluations = 0;
  diffSeconds = 0;
  searchSeconds = 0;

  add({ judged, tags }: Report): void {
    if (typeof judged === "string") {
      this.skipped++;
      return;
    }
    this.pairs++;
    this.evaluations += judged.evaluations;
    this.diffSeconds += judged.seconds;
    this.searchSeconds += judged.searchSeconds;
    count(this.verdicts, judged.verdict);
    for (const { fault } of judged.findings) count(this.faults, fault);
    for (const tag of tags) {
      const known = this.undecided.get(tag) ?? { of: 0, undecided: 0 };
      this.undecided.set(tag, {
        of: known.of + 1,
        undecided: known.undecided + (judged.verdict === "not-proved" ? 1 : 0),
      });
    }
    for (const reason of new Set(judged.undecided)) count(this.reasons, reason);
  }

  text(): string {
    const list = (counts: ReadonlyMap<string, number>) =>
      [...counts]
        .sort(([, left], [, right]) => right - left)
        .map(([name, number]) => `${name} ${number}`)
        .join(", ") || "none";
    const undecided =
      [...this.undecided]
        .filter(([, entry]) => entry.undecided > 0)
        .map(([tag, entry]) => `${tag} ${entry.undecided}/${entry.of}`)
        .join(", ") || "none";
    return [
      `${this.pairs} pairs (${this.skipped} skipped), ${this.evaluations} evaluations`,
      `${this.diffSeconds.toFixed(0)} s of comparing, ${this.searchSeconds.toFixed(0)} s of searching`,
      `verdicts: ${list(this.verdicts)}`,
      `faults: ${list(this.faults)}`,
      `undecided: ${undecided}`,
      `reasons: ${list(this.reasons)}`,
    ].join("\n");
  }
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
