import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPlayground } from "../scripts/docs/playground/build.js";
import { isLong } from "./long.js";
import { browserPlace, startBrowser } from "./review/chromium.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const title =
  browserPlace === undefined ? "the playground (skipped: no Chromium here; CHROMIUM may name one)" : "the playground";
const address = "http://playground.test/";
const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};
/** FETTLE_SCREENSHOTS names a folder for screenshots, to look at. */
const screenshots = process.env["FETTLE_SCREENSHOTS"];

describe.skipIf(browserPlace === undefined)(title, () => {
  let browser: Browser;
  const folder = mkdtempSync(path.join(tmpdir(), "fettle-playground-"));
  const trouble: string[] = [];
  beforeAll(async () => {
    await buildPlayground(folder);
    browser = await startBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  /** The page, from the folder; every other request is trouble, as is any error or violation of its policy. */
  async function open(fragment = "", options: Parameters<Browser["newPage"]>[0] = {}): Promise<Page> {
    const page = await browser.newPage(options);
    page.on("pageerror", (error) => trouble.push(String(error)));
    page.on("console", (message) => message.type() === "error" && trouble.push(message.text()));
    await page.route("**/*", async (route) => {
      const { origin, pathname } = new URL(route.request().url());
      const file = pathname === "/" ? "index.html" : pathname.slice(1);
      if (origin !== new URL(address).origin || !readdirSync(folder).includes(file)) {
        trouble.push(route.request().url());
        await route.abort();
        return;
      }
      const contentType = types[path.extname(file)] ?? "application/octet-stream";
      await route.fulfill({ contentType, body: readFileSync(path.join(folder, file)) });
    });
    await page.goto(`${address}${fragment}`);
    await page
      .getByRole("status")
      .filter({ hasText: /vLLM|errors/ })
      .waitFor();
    return page;
  }

  async function look(page: Page, name: string): Promise<void> {
    if (screenshots !== undefined)
      await page.screenshot({ path: path.join(screenshots, `${name}.png`), fullPage: true });
  }

  async function violations(page: Page): Promise<readonly string[]> {
    await page.evaluate(axe);
    return page.evaluate(async () => {
      const { axe: found } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      return (await found.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
    });
  }

  test("loads less than 1 MB, compressed, for its first view", () => {
    const first = readdirSync(folder).filter((file) => !/cases|editor|LICENSES/.test(file));
    const size = first.map((file) => gzipSync(readFileSync(path.join(folder, file))).length).reduce((a, b) => a + b);
    expect(first).toContain("playground.js");
    expect(size).toBeLessThan(1_000_000);
  });

  test("resolves an example, explains a field and compares releases", async () => {
    const page = await open();
    await page.locator("#changes").getByText("vllm/gemma4/").first().waitFor();
    await page.locator("#changes").getByRole("button", { name: "attention_config.flash_attn_version" }).first().click();
    await page.locator("#why pre", { hasText: "changed by" }).waitFor();
    expect(await page.locator("#graph svg circle").count()).toBeGreaterThan(1);
    expect(await page.locator("#effective tr").count()).toBeGreaterThan(8);
    await page.getByLabel("Compare with").selectOption("0.19.0");
    await page.locator("#releases table", { hasText: "vllm/gemma4/force-triton" }).waitFor();
    await page.getByLabel("Example").selectOption("Nemotron-H");
    await page.getByRole("status").filter({ hasText: "NemotronHForCausalLM" }).waitFor();
    expect(trouble).toEqual([]);
    await page.close();
  });

  test.skipIf(!isLong)("says what is wrong with what was typed", async () => {
    const page = await open();
    await page.getByLabel("Command line").fill("vllm serve google/gemma-4 --max-modle-len 32k");
    await page.locator("#diagnostics", { hasText: "--max-modle-len" }).waitFor();
    await page.getByLabel("Command line").fill("vllm serve google/gemma-4");
    await page.getByLabel("Field").fill("cache_config.block_sise");
    await page.locator("#why", { hasText: "did you mean `block_size`" }).waitFor();
    await page.getByLabel("config.json").fill("{");
    await page.locator("#diagnostics", { hasText: "json-syntax" }).waitFor();
    expect(trouble).toEqual([]);
    await page.close();
  });

  test.skipIf(!isLong)("edits a rule, shows the difference with a witness, and opens from a link", async () => {
    // What axe adds to a page its policy refuses; the link is opened with the policy.
    const page = await open("", { bypassCSP: true });
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await page.locator("#edit-found", { hasText: "Change the pack" }).waitFor();
    const before = await page.evaluate("location.hash");
    await replaceInEditor(page, "TRITON_ATTN", "FLASHINFER");
    await page.locator("#edit-witnesses details").first().waitFor();
    expect(await page.locator("#edit-witnesses").innerText()).toContain("FLASHINFER");
    await look(page, "edited");
    expect(await violations(page)).toEqual([]);
    await expect.poll(() => page.evaluate("location.hash")).not.toBe(before);
    const fragment = await page.evaluate("location.hash");
    await page.close();
    const again = await open(String(fragment));
    await again.locator("#edit-witnesses", { hasText: "FLASHINFER" }).waitFor();
    await replaceInEditor(again, `"operator": "isSet"`, `"operator": "isSett"`);
    await again.locator("#edit-found", { hasText: "unknown-operator" }).waitFor();
    expect(await again.locator(".cm-lintRange-error").count()).toBeGreaterThan(0);
    expect(trouble).toEqual([]);
    await again.close();
  });

  test.each(isLong ? (["light", "dark"] as const) : (["light"] as const))(
    "has no fault that axe finds and fits a phone, %s",
    async (colorScheme) => {
      const page = await open("", { colorScheme, bypassCSP: true, viewport: { width: 390, height: 800 } });
      await page.locator("#changes li").first().waitFor();
      expect(await violations(page)).toEqual([]);
      for (const width of [320, 390, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
        if (width !== 320) await look(page, `${colorScheme}-${width}`);
      }
      expect(trouble).toEqual([]);
      await page.close();
    },
  );
});

/** Pastes the shipped pack over what is in the editor, with one text replaced. */
async function replaceInEditor(page: Page, from: string, to: string): Promise<void> {
  const pack = readFileSync(new URL("../rules/vllm/gemma4.pack.json", import.meta.url), "utf8");
  await page.locator(".cm-content").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(pack.replaceAll(from, to));
}
