/** Runs tasks in order in a fixed number of slots, passing each its slot; returns results in order. */
export async function inSlots<Outcome>(
  tasks: readonly ((slot: number) => Promise<Outcome>)[],
  slots: number,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const open = tasks.entries();
  await Promise.all(
    Array.from({ length: slots }, async (_, slot) => {
      for (const [index, task] of open) outcomes[index] = await task(slot);
    }),
  );
  return outcomes;
}
