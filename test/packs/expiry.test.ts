import { expect, test } from "vitest";
import { load } from "../../engine/index.js";
import { loadProgram } from "../../engine/workspace/load-program.js";
import { fettle, folderWith } from "../cli/fettle.js";

const action = { log: "info", code: "seen", message: "seen" };
const rule = (keys: object) => ({ id: "r", ...keys, then: [action] });
const pack = (rules: readonly object[], keys: object = {}) => ({
  pack: "acme/gpu",
  hook: "vllm_config",
  ...keys,
  rules,
});

async function found(content: object, target: string, today?: string) {
  const { diagnostics } = await loadProgram({
    files: { "acme/gpu.pack.json": content },
    target,
    thorough: true,
    today,
  });
  return diagnostics.map(({ code, severity, path, message }) => ({ code, severity, path, message }));
}

const expired = (path: string, message: string) => [{ code: "rule-expired", severity: "warning", path, message }];

test.each([
  ["vllm@0.20.2", false],
  ["vllm@0.21.0", true],
  ["vllm@0.22.0-rc1", true],
])("a range is judged by the target: %s", async (target, isExpired) => {
  const message = `\`r\` has expired: ${target} is in \`>=0.21.0\``;
  expect(await found(pack([rule({ expires: ">=0.21.0" })]), target, "9999-12-31")).toEqual(
    isExpired ? expired("/rules/0/expires", message) : [],
  );
});

test.each([
  ["2027-02-28", false],
  ["2027-03-01", true],
  ["2028-01-01", true],
  [undefined, false],
])("a day is judged by the day that is given: %s", async (today, isExpired) => {
  const content = pack([rule({ expires: "2027-03-01" })]);
  expect(await found(content, "vllm@0.19.0", today)).toEqual(
    isExpired ? expired("/rules/0/expires", "`r` expired on 2027-03-01") : [],
  );
});

test("a pack expires as a whole, and each of its rules on its own", async () => {
  const content = pack([rule({ expires: "2027-01-01" }), { ...rule({}), id: "s" }], { expires: "2027-03-01" });
  expect(await found(content, "vllm@0.19.0", "2027-01-01")).toEqual(
    expired("/rules/0/expires", "`r` expired on 2027-01-01"),
  );
  expect((await found(content, "vllm@0.19.0", "2027-03-01")).map(({ path }) => path).toSorted()).toEqual([
    "/expires",
    "/rules/0/expires",
  ]);
});

test("what is not for the target has not expired there", async () => {
  expect(await found(pack([rule({ versions: "<0.21.0", expires: ">=0.21.0" })]), "vllm@0.21.0", "2027-03-01")).toEqual(
    [],
  );
  expect(
    await found(
      pack([rule({ expires: "2020-01-01" })], { versions: "<0.21.0", expires: ">=0.21.0" }),
      "vllm@0.21.0",
      "2027-03-01",
    ),
  ).toEqual([]);
});

test.each(["2027-02-30", "2027-13-01", "2027-3-1", "2027.03.01", "27-03-01", "soon", "", " "])(
  "%j is no expiry",
  async (expires) => {
    for (const content of [pack([rule({ expires })]), pack([], { expires })]) {
      const [{ code, severity, message } = {}, ...more] = await found(content, "vllm@0.19.0", "2027-03-01");
      expect({ code, severity, message, more }).toEqual({
        code: "bad-expiry",
        severity: "error",
        message: `\`${expires}\` is neither a version range nor a day`,
        more: [],
      });
    }
  },
);

test.each(["2024-02-29", ">=0.21.0 <0.23.0", "2027.1.x", "0.21.x || >=0.23.0", "*"])(
  "%j is an expiry",
  async (expires) => {
    expect(await found(pack([rule({ expires })]), "vllm@0.19.0")).toEqual(
      expires === "*" ? expired("/rules/0/expires", "`r` has expired: vllm@0.19.0 is in `*`") : [],
    );
  },
);

test("it changes nothing in an evaluation", async () => {
  const run = async (keys: object) => {
    const fettle = await load({
      files: { "acme/gpu.pack.json": pack([rule(keys)]) },
      target: "vllm@0.21.0",
      today: "2027-03-01",
    });
    expect(fettle.diagnostics).toEqual([]);
    return fettle.evaluate({}, { trace: true });
  };
  const plain = await run({});
  expect(plain.logs).toHaveLength(1);
  for (const expires of [">=0.21.0", "2027-03-01"]) expect(await run({ expires })).toEqual(plain);
});

const folder = (expires: string) =>
  folderWith({ "rules/acme/gpu.pack.json": JSON.stringify(pack([rule({ expires })]), null, 2) });
const check = (cwd: string, ...more: string[]) => fettle(["check", "rules", ...more], { cwd });

test("the command takes the day that is named, else that of the system", () => {
  const cwd = folder("2027-03-01");
  expect(check(cwd, "--today", "2027-02-28")).toEqual({
    code: 0,
    out: expect.stringMatching(/^checked 1 file for vllm@\S+: no findings\n$/),
    err: "",
  });
  expect(check(cwd, "--today", "2027-03-01")).toMatchObject({
    code: 0,
    out: expect.stringContaining("warning: `r` expired on 2027-03-01 [rule-expired]"),
  });
  expect(check(folder("2000-01-01")).code).toBe(0);
  expect(check(folder("2000-01-01"), "--strict").code).toBe(1);
  expect(check(folder("9999-12-31")).code).toBe(0);
  expect(check(folder(">=0.21.0"), "--target", "vllm@0.21.0").out).toContain(
    "gpu.pack.json:7:18: warning: `r` has expired: vllm@0.21.0 is in `>=0.21.0` [rule-expired]",
  );
});

test.each(["tomorrow", "2027-02-30", "2027-3-1"])("`--today %s` is no day", (day) => {
  const { code, out, err } = check(folder("2027-03-01"), "--today", day);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(`\`${day}\` is not a date [usage]\n  use YYYY-MM-DD`);
});

test("`show` tells when a pack and its rules expire", () => {
  const cwd = folderWith({
    "rules/acme/gpu.pack.json": JSON.stringify(pack([rule({ expires: "2027-03-01" })], { expires: ">=0.21.0" })),
  });
  const { code, out } = fettle(["show", "acme/gpu", "--rules", "rules"], { cwd });
  expect(code).toBe(0);
  expect(out).toContain("\nexpires   >=0.21.0\n");
  expect(out).toContain("\nr  expires 2027-03-01\n");
});
