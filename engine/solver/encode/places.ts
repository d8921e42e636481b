const hf = "model_config.hf_config";
const text = "model_config.hf_text_config";

/**
 * Whether two paths may alias, or one may lead to a part of the other's value. The text config may be the checkpoint's
 * configuration itself, its `text_config`, or another part on one of the paths.
 */
export function mayMeet(left: string, right: string): boolean {
  if (overlap(left, right)) return true;
  return [[left, right] as const, [right, left] as const].some(
    ([config, other]) =>
      isIn(hf, config) && isIn(text, other) && endsMeet(config.slice(hf.length + 1), other.slice(text.length + 1)),
  );
}

function endsMeet(config: string, other: string): boolean {
  const keys = config.split(".");
  return (
    config === "" ||
    config.endsWith("text_config") ||
    keys.some((_, start) => overlap(keys.slice(start).join("."), other))
  );
}

const isIn = (section: string, path: string): boolean => path === section || path.startsWith(`${section}.`);

function overlap(left: string, right: string): boolean {
  return left === "" || right === "" || isIn(left, right) || isIn(right, left);
}
