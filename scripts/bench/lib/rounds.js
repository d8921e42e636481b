import { fork } from "node:child_process";
import path from "node:path";

const worker = path.join(import.meta.dirname, "worker.js");

/**
 * Times entries `{ name, module, options, units }` against each other: each in a process of its own, warmed up, then in
 * rounds in which every one has a turn, so that a noisy moment falls on all alike. Gives for each name, round by round,
 * the nanoseconds of processor time a unit as `times`, and those by the clock as `walls`. `module` exports
 * `prepare(options)`, which resolves to `{ batch(count), facts }`.
 */
export async function runRounds(entries, { rounds, warmUpMs, turnMs }) {
  const runners = [];
  try {
    for (const entry of entries) runners.push(await startRunner(entry, { warmUpMs, turnMs }));
    for (let round = 0; round < rounds; round++) {
      for (let turn = 0; turn < runners.length; turn++) {
        const runner = runners[(turn + round) % runners.length];
        const { wall, processor } = await ask(runner.child, { kind: "time", count: runner.count });
        runner.times.push(processor / runner.count / runner.units);
        runner.walls.push(wall / runner.count / runner.units);
      }
    }
    return new Map(runners.map(({ name, times, walls, facts }) => [name, { times, walls, facts }]));
  } finally {
    for (const { child } of runners) child.disconnect();
  }
}

async function startRunner({ name, module, options = {}, units = 1 }, pace) {
  const child = fork(worker, [module, JSON.stringify(options)]);
  const { facts } = await reply(child);
  const { count } = await ask(child, { kind: "warm-up", ...pace });
  return { name, child, count, units, facts, times: [], walls: [] };
}

function ask(child, request) {
  child.send(request);
  return reply(child);
}

function reply(child) {
  return new Promise((resolve, reject) => {
    const settle = (end) => (value) => {
      child.off("message", onMessage);
      child.off("exit", onExit);
      end(value);
    };
    const onMessage = settle((message) =>
      message.error === undefined ? resolve(message) : reject(new Error(message.error)),
    );
    const onExit = settle((code) => reject(new Error(`a worker ended with code ${code}`)));
    child.on("message", onMessage);
    child.on("exit", onExit);
  });
}
