import path from "node:path";
import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";
import type { Place } from "./place.js";

const noSpace = "free space, or name another place; nothing was written";
const notAllowed = "check the permissions of the file and its folder";

const reasons: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  ENOSPC: ["no space left on the device", noSpace],
  EDQUOT: ["disk quota exceeded", noSpace],
  EFBIG: ["it exceeds the file size limit of this file system or process", noSpace],
  EACCES: ["permission denied", notAllowed],
  EPERM: ["permission denied", notAllowed],
  EROFS: ["the file system is read-only", "name another place"],
  EISDIR: ["it is a folder", "name a file"],
  ENOTDIR: ["a part of its path is a file, not a folder", "name another place"],
  EBUSY: ["it is in use, or a mount point of its own", "name another place, or mount the folder that holds it"],
  ELOOP: ["its symbolic links form a cycle", "remove the link, or name another place"],
  ENAMETOOLONG: ["its name is too long", "name another place"],
};

/** Explains in the user's terms why a file could not be written. */
export function explainWriteError(error: unknown, { named, file }: Pick<Place, "named" | "file">): Diagnostic {
  const { code = "", message } = error as NodeJS.ErrnoException;
  if (code === "EEXIST") {
    const hint = "choose another name, or remove it first; nothing was written";
    return diagnostic("exists-already", `\`${named}\` already exists`, { file: named, hint });
  }
  if (!(error instanceof Error) || !/^E[A-Z]+$/.test(code)) throw error;
  const [reason, hint] = reasons[code] ?? [code === "" ? message : code, "check the path, or name another place"];
  const real = path.resolve(file) === path.resolve(named) ? "" : `, a link to \`${file}\`,`;
  return diagnostic("file-unwritable", `\`${named}\`${real} cannot be written: ${reason}`, { file: named, hint });
}
