import { writeFileSync } from "node:fs";
import path from "node:path";
import { buildModule } from "../contenders/fettle-built.js";
import { readVectors } from "../lib/documents.js";
import { commandLine } from "../lib/paths.js";
import { compareToBase } from "../lib/ratios.js";
import { scratchFolder } from "../lib/scratch.js";
import { spawnRounds } from "../lib/spawn-rounds.js";

const base = "node -e 0";
const program = (name) => path.join(import.meta.dirname, "programs", name);

/** One document from nothing: a process starts, reads it, applies the rules and prints the result. */
export function measureStartUp({ features, pace, note }) {
  note("start-up");
  const scratch = scratchFolder();
  const document = path.join(scratch, "document.json");
  writeFileSync(document, JSON.stringify(readVectors().find(({ handler }) => handler === "Gemma4Config").input));
  const built = features.build ? [program("built.js"), document, buildModule(scratch)] : null;
  const commands = [
    { name: base, args: ["-e", "0"] },
    { name: "an empty script", args: [program("empty.js")] },
    { name: "hand-written function", args: [program("hand-written.js"), document] },
    { name: "fettle apply", args: [commandLine, "apply", document], target: 1.3 },
    { name: "fettle, ahead-of-time module", args: built, target: 1.3 },
    { name: "json-rules-engine", args: [program("peer.js"), document, "json-rules-engine.js", '{"tuned":true}'] },
    { name: "jsonata", args: [program("peer.js"), document, "jsonata.js", "{}"] },
  ];
  const measured = compareToBase(
    spawnRounds(
      commands.filter(({ args }) => args !== null).map((command) => ({ ...command, piped: true })),
      pace.starts,
    ),
    base,
  );
  return commands.map(({ name, target = null }) => ({ name, target, ...pick(measured.get(name)) }));
}

function pick(measured) {
  return measured === undefined
    ? { milliseconds: null, ratio: null }
    : { milliseconds: measured.time, ratio: measured.ratio };
}
