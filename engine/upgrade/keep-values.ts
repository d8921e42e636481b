import { jsonEqual, type Json, type JsonObject } from "../common/json.js";
import { firstOf, fromMap } from "../common/must.js";
import { readPath } from "../common/path.js";
import { runDeployment, type Deployment, type DeploymentRun, type Pin } from "./deployment.js";
import type { Keep } from "./upgraded.js";

/** A field to preserve with its current value; undefined if it has none. */
export interface Wish {
  readonly path: string;
  readonly value: Json | undefined;
  /** Whether a rule wrote it, so that it may be preserved implicitly if the rule's inputs are. */
  readonly isWritten: boolean;
}

export interface KeptValues {
  /** By path. */
  readonly keeps: ReadonlyMap<string, Keep>;
  /** The arguments for all fields, verified together. */
  readonly args: readonly string[];
  /** The deployment with all of them; null if there are none. */
  readonly run: DeploymentRun | null;
}

/** A flag for one field alone, and the deployment with it. */
interface Trial {
  readonly wish: Wish;
  readonly args: readonly string[];
  readonly run: DeploymentRun;
}

/**
 * Finds preserving flags in the new release. Each is verified by running the deployment: a flag is reported only if the
 * value survives all rules. A field that a rule writes needs no flag of its own if another field's flag preserves it.
 */
export function keepValues(wishes: readonly Wish[], deployment: Deployment, after: DeploymentRun): KeptValues {
  const keeps = new Map<string, Keep>();
  const attempt = (wish: Wish): Trial | null => {
    const { pins, reason } = pinsFor([wish], after);
    const [pin] = pins;
    const run = pin === undefined ? null : runDeployment(deployment, after.release, { pins });
    const failure = pin === undefined || run === null ? reason : whyNot(wish, pin.args, run, after);
    if (failure !== null || pin === undefined || run === null) {
      keeps.set(wish.path, { kind: "none", reason: failure ?? reason });
      return null;
    }
    keeps.set(wish.path, { kind: "flags", args: pin.args, isAlone: true });
    return { wish, args: pin.args, run };
  };
  const trials = new Map<Wish, Trial | null>();
  for (const wish of wishes.filter(({ isWritten }) => !isWritten)) trials.set(wish, attempt(wish));
  const roots = [...trials.values()].filter((trial) => trial !== null);
  for (const wish of wishes.filter(({ isWritten }) => isWritten)) {
    const root = roots.find(({ run }) => holds(wish, run));
    if (root === undefined) trials.set(wish, attempt(wish));
    else keeps.set(wish.path, { kind: "flags", args: root.args, isAlone: true });
  }
  const own = together(
    wishes.filter((wish) => trials.get(wish) != null),
    keeps,
    deployment,
    after,
  );
  return besides(
    wishes.filter(({ path }) => fromMap(keeps, path).kind === "none"),
    own,
    keeps,
    deployment,
    after,
  );
}

/** The deployment with flags for several fields. */
interface Together {
  readonly kept: readonly Wish[];
  readonly args: readonly string[];
  readonly run: DeploymentRun | null;
}

/** A flag that works alone must also work with the others; otherwise it is omitted. */
function together(
  kept: readonly Wish[],
  keeps: Map<string, Keep>,
  deployment: Deployment,
  after: DeploymentRun,
): Together {
  if (kept.length === 0) return { kept, args: [], run: null };
  const { args, run } = runWith(kept, deployment, after);
  const failed = kept.filter((wish) => !holds(wish, run));
  for (const { path } of failed)
    keeps.set(path, {
      kind: "none",
      reason: "its flag works alone, but not together with the flags for the other fields",
    });
  return failed.length === 0
    ? { kept, args, run }
    : together(
        kept.filter((wish) => !failed.includes(wish)),
        keeps,
        deployment,
        after,
      );
}

/** A value that no flag preserves alone may be preserved beside the others. */
function besides(
  open: readonly Wish[],
  own: Together,
  keeps: Map<string, Keep>,
  deployment: Deployment,
  after: DeploymentRun,
): KeptValues {
  let all = own;
  for (const wish of open) {
    const { pins } = pinsFor([wish], after);
    if (pins.length === 0 || all.run === null) continue;
    const kept = [...all.kept, wish];
    const tried = { kept, ...runWith(kept, deployment, after) };
    if (!kept.every((entry) => holds(entry, tried.run))) continue;
    keeps.set(wish.path, { kind: "flags", args: firstOf(pins).args, isAlone: false });
    all = tried;
  }
  return { keeps, args: all.args, run: all.run };
}

function runWith(
  wishes: readonly Wish[],
  deployment: Deployment,
  after: DeploymentRun,
): { readonly args: readonly string[]; readonly run: DeploymentRun } {
  const { pins } = pinsFor(wishes, after);
  return {
    args: [...new Set(pins.map(({ args }) => args))].flat(),
    run: runDeployment(deployment, after.release, { pins }),
  };
}

function pinsFor(
  wishes: readonly Wish[],
  { document, built, release }: DeploymentRun,
): { readonly pins: readonly Pin[]; readonly reason: string } {
  const changes = wishes.map(({ path, value }) => ({ path, after: value }));
  const { pinned, unpinned } = release.serving.pin({
    document,
    changes,
    ...(built === null ? {} : { settings: built.settings }),
  });
  const values = new Map(wishes.map(({ path, value }) => [path, value]));
  return {
    pins: pinned.map(({ path, args }) => ({ path, args, value: fromMap(values, path) })),
    reason: unpinned[0]?.reason ?? "no flag sets it",
  };
}

/** Why these arguments do not preserve a value; null if they do. */
function whyNot(wish: Wish, args: readonly string[], run: DeploymentRun, { built }: DeploymentRun): string | null {
  const known = new Set((built?.diagnostics ?? []).map(({ message }) => message));
  const fault = run.built?.diagnostics.find(({ severity, message }) => severity === "error" && !known.has(message));
  if (fault?.code === "bad-flag-value") return `\`${args[0]}\` does not accept ${JSON.stringify(wish.value)}`;
  const failure = fault?.message ?? run.result.error?.message;
  if (failure !== undefined) return `with \`${args.join(" ")}\` it fails: ${failure}`;
  return holds(wish, run) ? null : `\`${args.join(" ")}\` does not preserve it`;
}

function holds({ path, value }: Wish, { result }: DeploymentRun): boolean {
  return jsonEqual(readPath(result.document as JsonObject | null, path.split(".")), value);
}
