import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import MarkdownIt from "markdown-it";
import { expect, test } from "vitest";
import { acme, fettle, fixtures, folderWith } from "./fettle.js";

const root = path.resolve(import.meta.dirname, "../..");
const golden = path.join(import.meta.dirname, "golden/docs.md");
const render = (markdown: string) => new MarkdownIt({ html: true }).render(markdown);

test("a set is documented on one page", async () => {
  const { code, out, err } = fettle(["docs", ...acme]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  await expect(out).toMatchFileSnapshot(golden);
  expect(fettle(["docs", ...acme]).out).toBe(out);
});

test("the page of the shipped rules is up to date; FETTLE_UPDATE=1 writes it", () => {
  const args = ["docs", "--output", "docs/reference/rules.md"];
  if (process.env.FETTLE_UPDATE === "1") fettle(args, { cwd: root });
  expect(fettle([...args, "--check"], { cwd: root })).toEqual({
    code: 0,
    out: "0 of 1 page out of date\n",
    err: "",
  });
});

test("the page of the shipped policies is up to date; FETTLE_UPDATE=1 writes it", () => {
  const policies = readdirSync(path.join(root, "rules/policies"))
    .filter((file) => file.endsWith(".pack.json"))
    .map((file) => `policies/${file.slice(0, -".pack.json".length)}`);
  const args = ["docs", ...policies, "--output", "docs/reference/policies.md"];
  if (process.env.FETTLE_UPDATE === "1") fettle(args, { cwd: root });
  expect(fettle([...args, "--check"], { cwd: root }).out).toBe("0 of 1 page out of date\n");
});

test("every link of a page leads somewhere, and every rule stands in a table and has its reason", () => {
  const page = readFileSync(path.join(root, "docs/reference/rules.md"), "utf8");
  const html = render(page);
  const headings = [...html.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, text]) => text!.replace(/[^\w-]/g, ""));
  const targets = [...html.matchAll(/href="(.*?)"/g)].map(([, target]) => target!);
  expect(targets.length).toBeGreaterThan(12);
  for (const target of targets) {
    if (target.startsWith("#")) expect(headings).toContain(target.slice(1));
    else expect(existsSync(path.join(root, "docs/reference", target))).toBe(true);
  }
  const { packs } = JSON.parse(fettle(["list", "--format", "json"]).out) as {
    packs: { file: string; pack: string; hook: string }[];
  };
  // Policies have a page of their own.
  for (const { file, pack } of packs.filter(({ hook }) => hook !== "policy")) {
    const { rules } = JSON.parse(readFileSync(path.resolve(fixtures, file), "utf8"));
    const section = html.split("<h2>").find((part) => part.startsWith(`${pack}<`))!;
    expect(section.match(/<tr>\n<td>\d+<\/td>/g)).toHaveLength(rules.length);
    expect([...section.matchAll(/<strong><code>(.*?)<\/code>/g)].map(([, id]) => id)).toEqual(
      rules.map(({ id }: { id: string }) => id),
    );
  }
});

test("a folder gets an index and a page a pack, and what is up to date is left alone", () => {
  const cwd = folderWith({ "x.txt": "" });
  const args = ["docs", "--set", "acme", "--rules", path.join(fixtures, "own"), "--output", "docs"];
  expect(fettle([...args, "--check"], { cwd })).toMatchObject({
    code: 1,
    out: expect.stringContaining("docs/acme/heads.md\n"),
  });
  expect(existsSync(path.join(cwd, "docs"))).toBe(false);
  expect(fettle(args, { cwd }).out).toBe(
    "docs/README.md\ndocs/acme/heads.md\ndocs/acme/limits.md\nwrote 3 of 3 pages; the others were up to date\n",
  );
  expect(readdirSync(path.join(cwd, "docs"), { recursive: true }).toSorted()).toEqual([
    "README.md",
    "acme",
    "acme/heads.md",
    "acme/limits.md",
  ]);
  expect(readFileSync(path.join(cwd, "docs/README.md"), "utf8")).toContain("[`acme/heads`](acme/heads.md)");
  expect(fettle([...args, "--check"], { cwd }).code).toBe(0);
  writeFileSync(path.join(cwd, "docs/README.md"), "mine");
  expect(fettle(["docs", "acme/heads", ...args.slice(1)], { cwd }).out).toBe(
    "wrote 0 of 1 page; the others were up to date\n",
  );
  expect(readFileSync(path.join(cwd, "docs/README.md"), "utf8")).toBe("mine");
});

test("one pack is documented alone, versions and expiry with it", () => {
  const rule = {
    id: "r",
    why: "a | b <script>",
    versions: "<0.21.0",
    expires: ">=0.21.0",
    then: [{ include: "acme/other" }],
  };
  const pack = {
    pack: "acme/gpu",
    title: "1. <b>bold</b>",
    source: { url: "javascript:alert(1)" },
    hook: "vllm_config",
    expires: "2027-03-01",
    rules: [rule],
  };
  const other = { pack: "acme/other", hook: "vllm_config", source: { url: "https://example.com/a_b" }, rules: [] };
  const cwd = folderWith({
    "rules/acme/gpu.pack.json": JSON.stringify(pack),
    "rules/acme/other.pack.json": JSON.stringify(other),
  });
  const { code, out } = fettle(["docs", "acme/gpu", "--rules", "rules"], { cwd });
  expect(code).toBe(0);
  expect(out).toMatch(/^## acme\/gpu\n\n1\\\. &#60;b&#62;bold&#60;\/b&#62;\n/);
  expect(out).toContain(
    "- expires: `2027-03-01`\n- source: javascript:alert(1)\n- file: [acme/gpu.pack.json](rules/acme/gpu.pack.json)\n- cases: none\n",
  );
  expect(out).toContain("| 1 | `r`<br>for `<0.21.0`<br>expires `>=0.21.0` | `acme/other` |");
  expect(out).not.toContain("## acme/other");
  expect(render(out)).not.toMatch(/<script|<b>|href="javascript/);
  expect(render(out)).toContain("<td>1</td>");
  const both = fettle(["docs", "acme/gpu", "acme/other", "--rules", "rules"], { cwd }).out;
  expect(both).toContain("[`acme/other`](#acmeother)");
  expect(both).toContain("- source: <https://example.com/a_b>");
  expect(both).toContain("It has no rules.");
});

test("a pack that is not there is told, and nothing is written", () => {
  const cwd = folderWith({ "x.txt": "" });
  const { code, out, err } = fettle(["docs", "vllm/gema4", "--output", "out.md"], { cwd });
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain("did you mean `vllm/gemma4`?");
  mkdirSync(path.join(cwd, "taken.md"));
  expect(fettle(["docs", "--output", "taken.md"], { cwd }).code).toBe(2);
  expect(readdirSync(cwd).toSorted()).toEqual(["taken.md", "x.txt"]);
});
