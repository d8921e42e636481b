import { aliasedPath, aliasPath, type Alias } from "../../common/engine-adapter.js";

/**
 * Whether two paths may alias, or one may lead to a part of the other's value. An alias may be the aliased field
 * itself, the usual part of it, or another part on one of the paths.
 */
export function mayMeet(left: string, right: string, alias: Alias | null): boolean {
  if (overlap(left, right)) return true;
  if (alias === null) return false;
  const [text, hf] = [aliasPath(alias).join("."), aliasedPath(alias).join(".")];
  return [[left, right] as const, [right, left] as const].some(
    ([config, other]) =>
      isIn(hf, config) &&
      isIn(text, other) &&
      endsMeet(config.slice(hf.length + 1), other.slice(text.length + 1), alias),
  );
}

function endsMeet(config: string, other: string, { usualKey }: Alias): boolean {
  const keys = config.split(".");
  return (
    config === "" || config.endsWith(usualKey) || keys.some((_, start) => overlap(keys.slice(start).join("."), other))
  );
}

const isIn = (section: string, path: string): boolean => path === section || path.startsWith(`${section}.`);

function overlap(left: string, right: string): boolean {
  return left === "" || right === "" || isIn(left, right) || isIn(right, left);
}
