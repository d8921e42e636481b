/**
 * One evaluation under way; `cache` is the copy of cache_config that it may write into, null before the first write.
 */
export function start(document) {
  return { document, cache: null, changes: [], logs: [], error: null };
}

export function finish({ document, changes, logs, error }) {
  return { ok: error === null, document: error === null ? document : null, changes, logs, error };
}

/** cache_config to write into: copied the first time, with the document above it. */
export function ownCache(run) {
  if (run.cache === null) {
    run.cache = Object.assign({}, run.document.cache_config);
    run.document = copyWith(run.document, "cache_config", run.cache);
  }
  return run.cache;
}

/** A copy with one key written. V8 adds a key to a copy made by `{...}` some twenty times as slowly as to this one. */
export function copyWith(object, key, value) {
  const copy = Object.assign({}, object);
  copy[key] = value;
  return copy;
}

export function record(run, path, before, after, rule) {
  run.changes.push(before === undefined ? { path, after, rule } : { path, before, after, rule });
}

export function isSection(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Always false, so that a family's function can return it. */
export function absentValue(run, path, rule) {
  run.error = {
    code: "fettle/absent-value",
    kind: "missing",
    message: `the value for \`${path}\` is absent`,
    rule,
    path,
  };
  return false;
}

/** Always false, so that a family's function can return it. */
export function missingParent(run, parent, parentPath, path, rule) {
  const name = path.slice(parentPath.length + 1);
  let state = "is not an object";
  if (parent === undefined) state = "does not exist";
  else if (parent === null) state = "is null";
  else if (Array.isArray(parent)) state = `has no item ${name}`;
  const message = `\`${parentPath}\` ${state}, so \`${path}\` cannot be set`;
  run.error = { code: "fettle/missing-parent", kind: "missing", message, rule, path };
  return false;
}
