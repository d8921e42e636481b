import { build, type Plugin } from "esbuild";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { EncoderFault } from "./encoder-faults.js";
import type { findDisagreement } from "./find-disagreement.js";

const root = new URL("../../", import.meta.url).pathname;
/** Libraries are found from here. */
const folder = `${root}node_modules/.cache/fettle-faults`;

const below = readdirSync(`${root}engine/solver`, { recursive: true, encoding: "utf8" });
const placeOf = (file: string): string =>
  `${root}engine/solver/${below.find((path) => path === file || path.endsWith(`/${file}`))}`;

/** The source of the file with the fault; null where what it replaces is no longer there. */
export function withFault({ file, search, replace }: EncoderFault): string | null {
  const source = readFileSync(placeOf(file), "utf8");
  const place = anyLayout(search);
  return place.test(source) ? source.replace(place, () => replace) : null;
}

/**
 * Code as the formatter may lay it out: broken anywhere between its tokens, and with a comma after the last of a list.
 */
function anyLayout(code: string): RegExp {
  const tokens = code.match(/\w+|\S/g) ?? [];
  const escaped = tokens.map((token) => token.replace(/[^\w]/g, "\\$&"));
  return new RegExp(
    escaped.map((token, index) => (/^\\[)\]}]$/.test(token) && index > 0 ? `,?\\s*${token}` : token)).join("\\s*"),
  );
}

/** The search for a disagreement, over an encoder with the fault. */
export async function bundleFault(fault: EncoderFault, index: number): Promise<typeof findDisagreement> {
  const contents = withFault(fault);
  if (contents === null) throw new Error(`nothing in ${fault.file} reads ${fault.search}`);
  const plugin: Plugin = {
    name: "fault",
    setup: ({ onLoad }) =>
      void onLoad({ filter: /\/engine\/solver\/.*\.ts$/ }, ({ path }) =>
        path === placeOf(fault.file) ? { contents, loader: "ts" } : null,
      ),
  };
  mkdirSync(folder, { recursive: true });
  const outfile = `${folder}/${process.pid}-${index}.mjs`;
  const entryPoints = [`${root}test/solver/find-disagreement.ts`];
  await build({
    entryPoints,
    outfile,
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
    target: "node20",
    plugins: [plugin],
    logLevel: "silent",
  });
  return (
    (await import(/* @vite-ignore */ pathToFileURL(outfile).href)) as { findDisagreement: typeof findDisagreement }
  ).findDisagreement;
}
