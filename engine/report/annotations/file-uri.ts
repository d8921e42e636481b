import path from "node:path";
import { pathToFileURL } from "node:url";
import type { ArtifactLocation } from "sarif";

/** Converts a file to a URI: relative if it is below the current folder, which readers take for the source root. */
export function fileUri(file: string): ArtifactLocation {
  const relative = path.relative(process.cwd(), file);
  if (relative.startsWith("..") || path.isAbsolute(relative)) return { uri: pathToFileURL(file).href };
  return { uri: relative.split(path.sep).map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" };
}
