import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { repositoryWith, shippedFiles } from "../review/repository.js";
import { fettle } from "./fettle.js";

export const shipped = path.resolve(import.meta.dirname, "../../rules");

export interface Pack {
  rules: { id: string; when?: any; then: any[] }[];
}

export function git(folder: string, ...args: string[]): void {
  const { status, stderr } = spawnSync("git", [
    "-C",
    folder,
    "-c",
    "user.name=a",
    "-c",
    "user.email=a@example.org",
    "-c",
    "commit.gpgsign=false",
    ...args,
  ]);
  if (status !== 0) throw new Error(stderr.toString());
}

/** A repository with some of the packs that are shipped; `edit` changes a pack in its working tree. */
export function repository() {
  const folder = repositoryWith(shippedFiles);
  git(folder, "checkout", "-q", "main");
  const edit = (name: string, change: (pack: Pack) => void) => {
    const file = path.join(folder, "rules/vllm", `${name}.pack.json`);
    const pack = JSON.parse(readFileSync(file, "utf8")) as Pack;
    change(pack);
    writeFileSync(file, JSON.stringify(pack, null, 2));
  };
  return { folder, edit };
}

export const indexOf = ({ rules }: Pack, id: string) => rules.findIndex((rule) => rule.id === id);
export const diff = (cwd: string, ...args: string[]) => fettle(["diff", ...args], { cwd });
export const json = (cwd: string, ...args: string[]) => {
  const { code, out, err } = diff(cwd, ...args, "--format", "json");
  return { code, err, report: JSON.parse(out) };
};
export const flat = (lines: { path: string; value: unknown }[]) =>
  Object.fromEntries(lines.map(({ path: key, value }) => [key, value]));
