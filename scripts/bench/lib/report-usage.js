import { writeSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

/**
 * Loaded before a command: at its end, writes its peak memory in kilobytes and its processor time in ms to descriptor
 * 3.
 */
if (isMainThread) {
  process.on("exit", () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    writeSync(3, JSON.stringify({ peak: maxRSS, processor: (userCPUTime + systemCPUTime) / 1000 }));
  });
}
