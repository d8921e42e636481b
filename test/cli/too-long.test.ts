import { expect, test, vi } from "vitest";
import { captureStreams } from "../../engine/cli/mcp/captured-streams.js";
import { makeAnswer } from "../../engine/cli/python/answer-requests.js";
import { run } from "../../engine/cli/run.js";

/** A string that is longer than JavaScript permits. */
const tooLong = (): string => "".padEnd(2 ** 30);
const limit = { code: "limit", message: expect.stringContaining("maximum length"), hint: expect.stringMatching(/./) };

test.each(["list", "list --format json", "show core/model-runner", "check --format sarif", "list --help"])(
  "a result of `fettle %s` that is too long for a string is an error with a hint",
  async (line) => {
    const { streams, notes } = captureStreams();
    expect(await run(line.split(" "), { ...streams, write: async () => void tooLong() })).toBe(2);
    expect(notes()).toMatch(/^error: the result exceeds the maximum length of a string \[limit\]\n {2}\S/);
  },
);

test("the server of the Python package refuses an answer that is too long, and goes on", async () => {
  const answer = makeAnswer();
  const line = JSON.stringify({ id: 7, kind: "command", words: ["list"], input: null, cwd: process.cwd() });
  const print = vi.spyOn(JSON, "stringify").mockImplementationOnce(tooLong);
  const refused = await answer(line).finally(() => print.mockRestore());
  expect(JSON.parse(refused)).toMatchObject({ id: 7, kind: "refused", diagnostics: [limit] });
  expect(JSON.parse(await answer(line))).toMatchObject({ id: 7, kind: "command", code: 0 });
});

test("other errors of a range remain bugs", async () => {
  const { streams, notes } = captureStreams();
  const bug = async () => void new Array(-1);
  expect(await run(["list"], { ...streams, write: bug })).toBe(70);
  expect(notes()).toContain("internal error: Invalid array length");
});
