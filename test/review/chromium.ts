import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

const places = [
  process.env["CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** A Chromium of this machine; CHROMIUM names another. Undefined where there is none. */
export const browserPlace = places.find((place) => place !== undefined && existsSync(place));

/** Starts it. Its sandbox needs rights that a container does not give to root. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: browserPlace!, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
}
