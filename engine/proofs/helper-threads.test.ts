import { afterEach, expect, test } from "vitest";
import { FettleError } from "../common/diagnostic.js";
import { HelperThread, shareTasks } from "../common/helper-threads.js";
import { helpToProve } from "./prove-rules.js";

const choice = { packs: ["vllm/nemotron-h"], target: "vllm@0.33.0" };
const opened: HelperThread[] = [];
const open = (job: string, data: unknown): HelperThread => {
  const helper = new HelperThread({ job, data });
  opened.push(helper);
  return helper;
};
afterEach(async () => Promise.all(opened.splice(0).map((helper) => helper.close())));

test("a helper thread gives the proofs that this thread gives", async () => {
  const own = await helpToProve(choice);
  const begun: number[] = [];
  const proofs = await shareTasks([0], [open("prove", choice)], [], (index) => begun.push(index));
  expect(begun).toEqual([0]);
  expect(proofs.get(0)).toEqual(await own(0));
  expect((proofs.get(0) as readonly unknown[]).length).toBeGreaterThan(5);
}, 60_000);

test("tasks are done once each, here and in helpers", async () => {
  const helper = open("prove", { ...choice, packs: ["vllm/gte-new", "vllm/snowflake-gte", "vllm/nemotron-h"] });
  const [begun, here]: [number[], number[]] = [[], []];
  const slot = async (index: number) => here.push(index);
  const outcomes = await shareTasks([2, 0, 1], [helper], [slot], (index) => begun.push(index));
  expect(begun).toEqual([2, 0, 1]);
  expect(here).toEqual([2]);
  expect([...outcomes.keys()].toSorted()).toEqual([0, 1, 2]);
}, 60_000);

test("what a helper thread cannot do is reported where it is awaited", async () => {
  const missing = open("prove", { packs: ["vllm/no-such-pack"] }).run(0);
  await expect(missing).rejects.toThrow(FettleError);
  await expect(missing).rejects.toThrow("no-such-pack");
  await expect(open("no-such-job", null).run(0)).rejects.toThrow("no-such-job");
  const closed = open("prove", choice);
  await closed.close();
  await expect(closed.run(0)).rejects.toThrow("ended");
}, 60_000);
