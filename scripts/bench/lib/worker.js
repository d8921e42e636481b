/** A process of one contender's own, so that none is slowed by what the engine learnt from another's objects. */
const [moduleUrl, options] = process.argv.slice(2);
const { prepare } = await import(moduleUrl);
const { batch, facts = null } = await prepare(JSON.parse(options));

async function time(count) {
  const start = process.hrtime.bigint();
  await batch(count);
  return Number(process.hrtime.bigint() - start);
}

/** Runs for a while, so that everything is compiled, and says how many batches take as long as a turn should. */
async function warmUp({ warmUpMs, turnMs }) {
  const end = performance.now() + warmUpMs;
  let last = await time(1);
  while (performance.now() < end) last = await time(1);
  return Math.max(1, Math.round((turnMs * 1e6) / last));
}

process.on("message", async (request) => {
  try {
    process.send(request.kind === "warm-up" ? { count: await warmUp(request) } : { nanoseconds: await time(request.count) });
  } catch (error) {
    process.send({ error: String(error?.stack ?? error) });
  }
});
process.send({ ready: true, facts });
