import semver from "semver";
import { diagnostic, FettleError } from "../common/diagnostic.js";
import { HelperThread } from "../common/helper-threads.js";
import { itemAt } from "../common/must.js";
import { noProgress, type Progress } from "../common/progress.js";
import { version } from "../common/version.js";
import type { Machine } from "../resolve/machine.js";
import { solversTogether } from "../solver/solvers-together.js";
import type { Input } from "../workspace/read-input.js";
import { comparePart, type ComparedPart } from "./compare-part.js";
import { mergeParts } from "./merge-parts.js";
import { openReleases, type OpenReleases, type ReleaseChoice } from "./open-releases.js";
import { countOf, counted, type UpgradedDeployment, type Upgraded } from "./upgraded.js";

export interface UpgradeOptions extends ReleaseChoice {
  /** Files and folders with deployments; with `streams`, `-` is standard input. */
  readonly places: readonly string[];
  /** Folders that contain models by id, besides the folder of the file that serves them. */
  readonly models?: readonly string[] | undefined;
  /** The GPU and other known properties of the machine; takes precedence over manifests. */
  readonly device?: Machine["device"];
  readonly environment?: Machine["environment"];
  readonly streams?: Input | undefined;
  readonly onProgress?: Progress | undefined;
}

/** From so many deployments, a thread saves more time than it takes to start. */
const leastToShare = 2500;
/** The deployments after which it is known about how many there are. */
const firstCompared = 400;

/** Compares every deployment of a fleet in two releases. @throws FettleError */
export async function upgradeFleet(options: UpgradeOptions): Promise<Omit<Upgraded, "failOn">> {
  const { places, models = [], streams, onProgress = noProgress, onFindings, engines, ...rest } = options;
  if (places.length === 0) {
    const hint = "name the folder that contains them: `fettle upgrade deployments`";
    throw new FettleError([diagnostic("usage", "no deployments to check", { hint })]);
  }
  let [seen, done, shared] = [0, 0, 1];
  const opened = await openReleases(options, () => done);
  // Engines have functions, which a thread cannot receive; standard input is read once.
  const canShare = engines === undefined && !places.includes("-") && solversTogether() > 1;
  let helper: HelperThread | null = null;
  let helped: Promise<unknown> = Promise.resolve(null);
  const show = (): void => onProgress(`${++seen} deployments`, done);
  try {
    const own = await comparePart(opened, {
      ...{ places, machine: machineOf(options), place: () => done },
      read: {
        ...{ models, ...(streams !== undefined && { streams }) },
        onFile: (place) => void (done = place),
        takes(file) {
          const isOwn = done <= shared || !isForHelper(file);
          if (!isOwn) show();
          return isOwn;
        },
      },
      onEntry() {
        show();
        const isLarge = done > 0 && done < 0.5 && seen / done >= leastToShare;
        if (!canShare || !isLarge || seen < firstCompared || helper !== null) return;
        shared = done;
        helper = new HelperThread({ job: "upgrade", data: { ...rest, places, models, shared } });
        helped = helper.run(0);
        // Reported where it is awaited.
        helped.catch(() => undefined);
      },
    });
    return tell(opened, mergeParts(own, (await helped) as ComparedPart | null), onFindings);
  } finally {
    await (helper as HelperThread | null)?.close();
  }
}

/** Compares the helper's part of the files after the fraction `shared`, in a helper thread. */
export async function helpToUpgrade({
  shared,
  ...options
}: UpgradeOptions & { readonly shared: number }): Promise<() => Promise<ComparedPart>> {
  let done = 0;
  const { places, models = [] } = options;
  const opened = await openReleases(options, () => done);
  return () =>
    comparePart(opened, {
      ...{ places, machine: machineOf(options), place: () => done, onEntry: () => undefined },
      read: {
        models,
        onFile: (place) => void (done = place),
        takes: (file) => done > shared && isForHelper(file),
      },
    });
}

const machineOf = ({ device = null, environment = [] }: UpgradeOptions): Machine => ({ device, environment });

/** Half of all files, by their names: threads that list a folder at different times agree. */
function isForHelper(file: string): boolean {
  let sum = 0;
  for (let index = 0; index < file.length; index++) sum += file.charCodeAt(index);
  return sum % 2 === 1;
}

function tell(
  { nameOf, to }: OpenReleases,
  entries: ComparedPart["entries"],
  onFindings: UpgradeOptions["onFindings"],
): Omit<Upgraded, "failOn"> {
  const compared = entries.flatMap((entry) =>
    entry.deployment === null ? [] : [{ ...entry, deployment: entry.deployment }],
  );
  const hasChanged = ({ changes, fails }: UpgradedDeployment): boolean => changes.length > 0 || fails !== null;
  const named = (chosen: typeof compared): readonly string[] => chosen.map(({ deployment }) => deployment.name);
  onFindings?.(compared.flatMap(({ warnings }) => warnings));
  const from = [...new Set(compared.map((entry) => entry.version))].sort(semver.compare);
  return {
    version: version(),
    engine: to.program.linked.engine.title,
    from: from.map((release) => nameOf({ version: release })),
    to: nameOf(to),
    isDowngrade: from.length > 0 && from.every((old) => semver.gt(old, to.version)),
    deployments: compared.flatMap(({ deployment }) => (hasChanged(deployment) ? [deployment] : [])).sort(worstFirst),
    unchanged: [...named(compared.filter(({ deployment }) => !hasChanged(deployment)))].sort(),
    flagsOnly: named(compared.filter(({ isFlagsOnly }) => isFlagsOnly)),
    tooEarly: named(compared.filter(({ isTooEarly }) => isTooEarly)),
    findings: entries.flatMap(({ findings }) => findings),
  };
}

function worstFirst(left: UpgradedDeployment, right: UpgradedDeployment): number {
  const [one, other] = [left, right].map((entry) => counted.map((kind) => countOf(entry, kind))) as [
    number[],
    number[],
  ];
  const at = one.findIndex((number, index) => number !== other[index]);
  return at < 0 ? (left.name < right.name ? -1 : 1) : itemAt(other, at) - itemAt(one, at);
}
