import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fettle } from "../cli/fettle.js";
import { isLong } from "../long.js";
import { browserPlace, startBrowser } from "./chromium.js";
import { acmeFiles, edit, repositoryWith, shippedFiles } from "./repository.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const title =
  browserPlace === undefined
    ? "the page in a browser (skipped: no Chromium here; CHROMIUM may name one)"
    : "the page in a browser";

/** A page of a real review, with every part that one can have. */
function makePage(): string {
  const repository = repositoryWith({ ...acmeFiles(), ...shippedFiles });
  edit(
    repository,
    "rules/vllm/gemma4.pack.json",
    `"greaterThan", "value": 256`,
    `"greaterThanInclusive", "value": 256`,
  );
  edit(repository, "rules/vllm/mamba.cases.json", `"block_size": 16`, `"block_size": 32`);
  edit(
    repository,
    "rules/acme/limits.pack.json",
    `"id": "fewer-sequences"`,
    `"id": "fewer-sequences", "why": "<script>document.title = 'taken'</script><img src=x onerror=alert(1)>"`,
  );
  const file = path.join(repository, "review.html");
  expect(fettle(["review", "--output", file], { cwd: repository }).code).toBe(1);
  return file;
}

describe.skipIf(browserPlace === undefined)(title, () => {
  let browser: Browser;
  let file: string;
  const trouble: string[] = [];
  beforeAll(async () => {
    file = makePage();
    browser = await startBrowser();
  }, 120_000);
  afterAll(() => browser?.close());

  async function open(options: Parameters<Browser["newPage"]>[0] = {}): Promise<Page> {
    const page = await browser.newPage(options);
    page.on("pageerror", (error) => trouble.push(String(error)));
    page.on("console", (message) => message.type() === "error" && trouble.push(message.text()));
    page.on("request", (request) => request.url().startsWith("file:") || trouble.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    return page;
  }

  test("needs nothing besides itself, and takes no text of a pack for markup", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Expand all" }).click();
    expect(await page.getByText("<script>document.title").count()).toBeGreaterThan(0);
    expect(await page.title()).toContain("fettle review");
    expect(await page.locator("img, link, iframe").count()).toBe(0);
    expect(trouble).toEqual([]);
    await page.close();
  });

  test.each(isLong ? (["light", "dark"] as const) : (["light"] as const))(
    "has no fault that axe finds, %s",
    async (colorScheme) => {
      const page = await open({ colorScheme, bypassCSP: true });
      await page.getByRole("button", { name: "Expand all" }).click();
      await page.evaluate(axe);
      const violations = await page.evaluate(async () => {
        const found = await (
          globalThis as unknown as {
            axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
          }
        ).axe.run();
        return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`);
      });
      expect(violations).toEqual([]);
      await page.close();
    },
  );

  test("looks otherwise in the dark", async () => {
    const grounds = [];
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await open({ colorScheme });
      grounds.push(await page.evaluate("getComputedStyle(document.body).backgroundColor"));
      await page.close();
    }
    expect(new Set(grounds).size).toBe(2);
  });

  test("folds and unfolds by keyboard alone", async () => {
    const page = await open();
    const folded = page.locator("details:not([open])");
    const before = await folded.count();
    expect(before).toBeGreaterThan(0);
    for (let count = 0; count < 60; count++) {
      await page.keyboard.press("Tab");
      if (
        await page.evaluate(
          "document.activeElement.tagName === 'SUMMARY' && !document.activeElement.parentElement.open",
        )
      )
        break;
    }
    await page.keyboard.press("Enter");
    expect(await folded.count()).toBe(before - 1);
    await page.close();
  });

  test("is never wider than its window", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Expand all" }).click();
    for (const width of [320, 390, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    }
    await page.close();
  });

  test("has everything unfolded on paper, and as it was afterwards", async () => {
    const page = await open();
    const count = () => page.locator("details:not([open])").count();
    const before = await count();
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await count()).toBe(0);
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    expect(await count()).toBe(before);
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
    await page.close();
  });

  test("marks each condition with what cases saw of it, and rules with whose writes they see", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Expand all" }).click();
    const gemma = page.locator("section", { has: page.locator("#pack-vllm-gemma4") });
    await expect.poll(() => gemma.locator(".line .mark").count()).toBeGreaterThan(5);
    expect(await gemma.locator(".mark").last().innerText()).toMatch(/✓\d+ ✗\d+/);
    const mamba = page.locator("section", { has: page.locator("#pack-vllm-mamba") });
    const row = mamba.getByRole("row", { name: /fall-back-to-align/ });
    expect(await row.locator(".fed").first().innerText()).toBe("cache_config.mamba_cache_mode");
    expect(await row.locator(".from").first().innerText()).toBe("← 1, 2");
    await page.close();
  });
});
