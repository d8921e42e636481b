import { diagnostic, type Diagnostic } from "../common/diagnostic.js";

/** Explains in the user's terms why a file or folder could not be read. */
export function explainFileError(error: unknown, named: string): Diagnostic {
  const { code, path: place, message } = error as NodeJS.ErrnoException;
  const file = place ?? named;
  switch (code) {
    case "ENOENT":
      return diagnostic("file-not-found", `\`${file}\` does not exist`, {
        file,
        hint: "check the path and the current folder",
      });
    case "EISDIR":
      return diagnostic("file-unreadable", `\`${file}\` is a folder`, { file, hint: "name a file" });
    case "EACCES":
    case "EPERM":
      return diagnostic("file-unreadable", `no permission to read \`${file}\``, {
        file,
        hint: "check its permissions",
      });
    case "ERR_STRING_TOO_LONG":
    case "ERR_FS_FILE_TOO_LARGE":
      return diagnostic("file-too-large", `\`${file}\` is too large to read`, {
        file,
        hint: "split it: the limit is 512 MB",
      });
    case "ELOOP":
      return diagnostic("file-unreadable", `\`${file}\` is a broken symbolic link`, {
        file,
        hint: "remove the link",
      });
    default:
      return diagnostic("file-unreadable", `\`${file}\` cannot be read: ${code ?? message}`, {
        file,
        hint: "check the file and its disk",
      });
  }
}
