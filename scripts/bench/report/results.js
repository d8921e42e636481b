import { availableParallelism, loadavg } from "node:os";
import { peerVersions } from "../lib/prepare.js";

const load = () => Number(loadavg()[0].toFixed(1));

/**
 * Where and with what the numbers were made; `load` is how many processes wanted a core, at the start and at the end.
 */
export function startResults(isQuick) {
  const before = load();
  const results = {
    node: process.version,
    machine: {
      cores: availableParallelism(),
      platform: process.platform,
      architecture: process.arch,
      load: [before, before],
    },
    isQuick,
    peers: peerVersions(),
  };
  const finish = () => void (results.machine.load[1] = load());
  return Object.defineProperty(results, "finish", { value: finish });
}
