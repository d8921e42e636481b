export function start(document) {
  return { document, changes: [], logs: [], error: null, owned: [] };
}

export function finish({ document, changes, logs, error }) {
  return { ok: error === null, document: error === null ? document : null, changes, logs, error };
}

export function act(run, actions) {
  for (const action of actions) if (!action(run)) return false;
  return true;
}
