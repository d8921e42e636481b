import { spawnSync } from "node:child_process";
import { commandLine } from "./paths.js";

function helpOf(command) {
  const { status, stdout } = spawnSync(process.execPath, [commandLine, command, "--help"], { encoding: "utf8" });
  return status === 0 ? stdout : "";
}

/** What the built command line can do: parts that it lacks are not measured, and begin to be when they are there. */
export function detectFeatures() {
  const apply = helpOf("apply");
  return { build: helpOf("build") !== "", lines: apply.includes("--ndjson"), jobs: apply.includes("--jobs") };
}
