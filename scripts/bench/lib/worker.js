/** A process of one contender's own, so that none is slowed by what the engine learnt from another's objects. */
const [moduleUrl, options] = process.argv.slice(2);
const { prepare } = await import(moduleUrl);
const { batch, facts = null } = await prepare(JSON.parse(options));

/**
 * Nanoseconds by the clock, and of processor time: on a machine that others use as well, the clock counts their work
 * too.
 */
async function time(count) {
  const usage = process.cpuUsage();
  const start = process.hrtime.bigint();
  await batch(count);
  const wall = Number(process.hrtime.bigint() - start);
  const { user, system } = process.cpuUsage(usage);
  return { wall, processor: (user + system) * 1000 };
}

/** Runs for a while, so that everything is compiled, and says how many batches take as long as a turn should. */
async function warmUp({ warmUpMs, turnMs }) {
  const end = performance.now() + warmUpMs;
  let last = await time(1);
  while (performance.now() < end) last = await time(1);
  return Math.max(1, Math.round((turnMs * 1e6) / last.processor));
}

process.on("message", async (request) => {
  try {
    process.send(request.kind === "warm-up" ? { count: await warmUp(request) } : await time(request.count));
  } catch (error) {
    process.send({ error: String(error?.stack ?? error) });
  }
});
process.send({ ready: true, facts });
