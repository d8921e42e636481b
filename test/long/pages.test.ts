import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../../engine/cli/run.js";
import { plain } from "../../engine/report/terminal/style.js";
import { browserPlace, startBrowser } from "../review/chromium.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const fleet = path.resolve(import.meta.dirname, "../fleet");
const folder = mkdtempSync(path.join(tmpdir(), "fettle-pages-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function fettle(...words: readonly string[]): Promise<void> {
  await run(words, {
    write: async () => {},
    writeData: async () => {},
    note: () => {},
    showLine: () => {},
    input: (async function* () {})(),
    ...{ colors: plain, noteColors: plain, columns: 120, isNoteTerminal: false },
  });
}

describe.skipIf(browserPlace === undefined)("pages of fleets in a browser", () => {
  let browser: Browser;
  const trouble: string[] = [];
  const files = { audit: path.join(folder, "audit.html"), upgrade: path.join(folder, "upgrade.html") };
  const places = [path.join(fleet, "deployments"), "--models", path.join(fleet, "models")];
  beforeAll(async () => {
    await fettle("audit", ...places, "--rules", path.join(fleet, "rules"), "--output", files.audit);
    await fettle("upgrade", ...places, "--from", "0.27", "--output", files.upgrade);
    browser = await startBrowser();
  }, 120_000);
  afterAll(() => browser?.close());

  async function open(name: keyof typeof files, options: Parameters<Browser["newPage"]>[0] = {}): Promise<Page> {
    const page = await browser.newPage(options);
    page.on("pageerror", (error) => trouble.push(String(error)));
    page.on("console", (message) => message.type() === "error" && trouble.push(message.text()));
    await page.goto(pathToFileURL(files[name]).href);
    return page;
  }

  describe.each(["audit", "upgrade"] as const)("%s", (name) => {
    test.each(["light", "dark"] as const)("has no fault that axe finds, %s", async (colorScheme) => {
      const page = await open(name, { colorScheme, bypassCSP: true });
      await page.evaluate(axe);
      const violations = await page.evaluate(async () => {
        const { axe: tester } = globalThis as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        };
        return (await tester.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`);
      });
      expect(violations).toEqual([]);
      await page.close();
    });

    test("shows the verdict of each deployment on a phone, and is not wider than it", async () => {
      const page = await open(name, { viewport: { width: 375, height: 740 } });
      const matrix = page.locator(".matrix").first();
      const cells = await matrix.locator("tbody tr td:nth-child(2)").all();
      expect(cells.length).toBeGreaterThan(10);
      for (const cell of cells) {
        const box = (await cell.boundingBox())!;
        expect(box.x + Math.min(box.width, 48)).toBeLessThanOrEqual(375);
      }
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(375);
      await matrix.evaluate((element) => element.scrollTo(600, 0));
      const head = (await matrix.locator("tbody th").first().boundingBox())!;
      expect(head.x).toBeGreaterThanOrEqual(0);
      expect(head.x + head.width).toBeLessThanOrEqual(240);
      await page.close();
    });
  });

  test("the browser finds no fault in the pages", () => expect(trouble).toEqual([]));

  test("the matrix of an upgrade has a column for each release that changes something", async () => {
    const page = await open("upgrade");
    const heads = await page.locator(".matrix thead th").allInnerTexts();
    expect(heads.slice(0, 2)).toEqual(["deployment", "status"]);
    expect(heads.slice(2, -1).filter((text) => !/^0\.\d+\.\d+$|^unknown release$/.test(text))).toEqual([]);
    await page.close();
  });
});
