import { diagnostic, FettleError } from "../common/diagnostic.js";
import type { JsonObject } from "../common/json.js";
import { version } from "../common/version.js";
import { targetText } from "../packs/target.js";
import { explainField } from "../explain/explain-field.js";
import type { Evaluated } from "../explain/evaluated.js";
import { fromManifest } from "../resolve/from-manifest.js";
import type { ResolveOptions } from "../resolve/model-options.js";
import { servingEngineOf } from "../resolve/serving-engines.js";
import type { EngineAdapter } from "../common/engine-adapter.js";
import type { ServerInfo, ServerReader } from "../serving/server-reader.js";
import type { Compared, Difference, Explanation } from "./compared.js";
import { compareFields, type FieldDifference } from "./differences.js";
import { Predictor, type Change } from "./predict.js";
import { surroundingsOf, type Candidate } from "./surroundings.js";

/** A server's output and its source. */
export interface Reported {
  readonly text: string;
  readonly source: string;
}

/** Maximum number of changes tried one by one; each requires a prediction. */
const mostTried = 40;

/**
 * Compares the predicted configuration of a deployment with a server's output, and explains each difference: by
 * differences around the server, verified by predicting again, or by a flag that would cause the value.
 *
 * @throws FettleError if the deployment cannot be read.
 */
export async function compareServer(given: ResolveOptions, { text, source }: Reported): Promise<Compared> {
  const options = await fromManifest(given);
  const predictor = new Predictor(options);
  const { evaluated, starts } = await predictor.first();
  const reader = await readerOf(evaluated.rules.engine);
  const info = reader.read(text, source);
  const document = evaluated.result.document as JsonObject | null;
  const compared = compareFields(document ?? {}, document === null ? {} : info.config, reader);
  const candidates = surroundingsOf(info, evaluated, { flags: options.flags ?? [], reader });
  const explanations = await explain(compared.differences, candidates, { info, reader, predictor, evaluated });
  return {
    version: version(),
    engine: evaluated.rules.engine.title,
    target: targetText(evaluated.rules.target),
    server: { source, form: info.form, release: info.release, gpu: info.gpu, gpuCount: info.gpuCount },
    startsAsPredicted: starts,
    same: compared.same,
    differences: compared.differences.map((found) => describe(found, explanations.get(found.path), evaluated)),
    surroundings: candidates.map(({ what }) => what),
    unknownFields: compared.unknown,
    findings: info.findings,
  };
}

/** @throws FettleError if servers of the engine do not state their configuration. */
async function readerOf(engine: EngineAdapter): Promise<ServerReader> {
  const { openServerReader } = await servingEngineOf(engine);
  if (openServerReader !== undefined) return openServerReader();
  const hint = "use `fettle resolve` to see what is predicted";
  throw new FettleError([
    diagnostic("usage", `no configuration of a running ${engine.title} server can be read`, { hint }),
  ]);
}

function describe(found: FieldDifference, explanation: Explanation | undefined, evaluated: Evaluated): Difference {
  const { moves, origin, certainty } = explainField(found.path.split("."), evaluated);
  const last = moves.at(-1);
  const isOpen = explanation === undefined && certainty.kind !== "known";
  const inputs =
    certainty.kind === "assumed" ? certainty.dependsOn : certainty.kind === "unknown" ? certainty.settledBy : [];
  return {
    ...found,
    rule: last === undefined ? null : { id: last.rule, why: last.why },
    origin,
    certainty,
    explanation: explanation ?? (isOpen ? { kind: "not-said", inputs } : { kind: "unknown" }),
  };
}

interface Tried {
  readonly info: ServerInfo;
  readonly reader: ServerReader;
  readonly predictor: Predictor;
  readonly evaluated: Evaluated;
}

/** Explanations of differences, by path; unexplained ones are omitted. */
async function explain(
  differences: readonly FieldDifference[],
  candidates: readonly Candidate[],
  tried: Tried,
): Promise<ReadonlyMap<string, Explanation>> {
  const found = new Map<string, Explanation>();
  if (differences.length === 0) return found;
  const open = () => differences.filter(({ path }) => !found.has(path));
  const usable = candidates.filter(({ change }) => change !== null).slice(0, mostTried);
  const effective: Candidate[] = [];
  for (const candidate of usable) {
    const left = await remaining(differences, changesOf([candidate]), tried);
    if (left === null) continue;
    const gone = differences.filter(({ path }) => !left.has(path));
    if (gone.length > 0) effective.push(candidate);
    for (const { path } of gone) {
      const before = found.get(path);
      const by = before?.kind === "caused" ? before.by : [];
      found.set(path, { kind: "caused", by: [...by, candidate.what] });
    }
  }
  const all = changesOf(usable);
  const together = usable.length > 1 && open().length > 0 ? await remaining(differences, all, tried) : null;
  for (const { path } of open()) {
    if (together?.has(path) === false) found.set(path, { kind: "caused-together", by: usable.map(({ what }) => what) });
  }
  await inferFlags(open(), together === null ? changesOf(effective) : all, found, tried);
  return found;
}

function changesOf(candidates: readonly Candidate[]): readonly Change[] {
  return candidates.flatMap(({ change }) => (change === null ? [] : [change]));
}

/** Paths that still differ after some changes; null if no document can be built with them. */
async function remaining(
  differences: readonly FieldDifference[],
  changes: readonly Change[],
  { info, reader, predictor }: Tried,
): Promise<ReadonlySet<string> | null> {
  const document = await predictor.document(changes);
  if (document === null) return null;
  const still = new Set(compareFields(document, info.config, reader).differences.map(({ path }) => path));
  return new Set(differences.map(({ path }) => path).filter((path) => isIn(path, still)));
}

/** Whether a path, a part of it, or a section around it is among others. */
function isIn(path: string, others: ReadonlySet<string>): boolean {
  return [...others].some((other) => other === path || other.startsWith(`${path}.`) || path.startsWith(`${other}.`));
}

/** Explains remaining differences by flags that give a field the server's value, preferring those that explain most. */
async function inferFlags(
  left: readonly FieldDifference[],
  base: readonly Change[],
  found: Map<string, Explanation>,
  tried: Tried,
): Promise<void> {
  const { evaluated } = tried;
  const { serving } = evaluated;
  if (serving === null) return;
  const options = {
    document: evaluated.result.document as JsonObject,
    settings: evaluated.built?.settings ?? [],
  };
  const results: { readonly flags: readonly string[]; readonly paths: readonly string[] }[] = [];
  for (const { path, reported } of left.slice(0, mostTried)) {
    if (reported === null) continue;
    const { args } = serving.pin({
      ...options,
      changes: [{ path, after: tried.reader.asWritten(path, reported, tried.info) }],
    });
    if (args.length === 0) continue;
    const add: Change = (before) => ({ ...before, flags: [...(before.flags ?? []), ...args] });
    const still = await remaining(left, [...base, add], tried);
    const paths = left.map((entry) => entry.path).filter((entry) => still?.has(entry) === false);
    if (paths.length > 0) results.push({ flags: args, paths });
  }
  for (const { flags, paths } of results.sort((one, other) => other.paths.length - one.paths.length)) {
    for (const path of paths) if (!found.has(path)) found.set(path, { kind: "would-follow", flags });
  }
}
