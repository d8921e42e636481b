const ending = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Runs synchronous work and defers signals that would end the process until afterwards. */
export async function holdSignals(work: () => void): Promise<void> {
  let held: NodeJS.Signals | null = null;
  const hold = (signal: NodeJS.Signals): void => void (held = signal);
  for (const signal of ending) process.on(signal, hold);
  try {
    work();
  } finally {
    // Signals are delivered in the next turn of the event loop.
    await new Promise((resolve) => setTimeout(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    for (const signal of ending) process.off(signal, hold);
    if (held !== null) process.kill(process.pid, held);
  }
}
