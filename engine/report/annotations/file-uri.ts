import path from "node:path";
import { pathToFileURL } from "node:url";
import type { ArtifactLocation } from "sarif";

/** A file as a URI: one below the current folder relative to it, which readers take for the root of the sources. */
export function fileUri(file: string): ArtifactLocation {
  const relative = path.relative(process.cwd(), file);
  if (relative.startsWith("..") || path.isAbsolute(relative)) return { uri: pathToFileURL(file).href };
  return { uri: relative.split(path.sep).map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" };
}
