import { bytes, columns, duration, figures } from "./format.js";

/** All results for a terminal. */
export function printResults(results) {
  const { node, machine, peers, evaluation, growth, startUp, streams, commands, curves, fleet = null } = results;
  const versions = Object.entries(peers).map(([name, version]) => `${name} ${version}`);
  return [
    `\nNode ${node}, ${machine.cores} cores, ${machine.platform} ${machine.architecture}; load ${machine.load.join(" to ")}${results.isQuick ? "; quick, so rough" : ""}\n`,
    `${versions.join(", ")}\n`,
    ...(evaluation === undefined ? [] : [evaluationText(evaluation)]),
    ...(growth === undefined ? [] : [growthText(growth)]),
    ...(startUp === undefined
      ? []
      : [
          title("Start-up: a process that evaluates one document"),
          timeTable(startUp, "an evaluation", ({ milliseconds }) => `${figures(milliseconds.median)} ms`),
        ]),
    ...(streams === undefined ? [] : streams.kinds.map((kind) => streamsText(kind, streams.cores))),
    ...(fleet === null ? [] : [fleetText(fleet)]),
    ...(commands === undefined ? [] : [commandsText(commands)]),
    ...(curves === undefined ? [] : [curvesText(curves)]),
    "\nRatios are medians of rounds, of processor time; beside them the middle half of the rounds, the ratio of the least times, and\nthe ratio by the clock. Start-up is by the clock alone.\n",
  ].join("");
}

function title(text) {
  return `\n${text}\n`;
}

function evaluationText({ documents, agreement, contenders, allocation }) {
  return [
    title(
      `Evaluation: ${documents} documents of six families; all results agree on ${agreement.vectors} vectors, by hand and Fettle on ${agreement.gaps} more`,
    ),
    timeTable(contenders, "a document", ({ nanoseconds }) => duration(nanoseconds.median)),
    title("Bytes allocated by an evaluation, by the size of the document"),
    columns([
      ["", ...allocation.sizes.map(bytes)],
      ...allocation.rows.map((row) => [`${row.family}: ${row.name}`, ...row.bytes.map(bytes)]),
      ["structuredClone alone", ...allocation.structuredClone.map(bytes)],
    ]),
  ].join("");
}

function growthText({ dispatch, rules, reading }) {
  const { packs, atLoad, afterUse, families } = dispatch.at(-1).facts;
  const time = ({ nanoseconds }) => duration(nanoseconds.median);
  return [
    title("Growth: documents of six families, among 6 packs and among 2,000 (10,000 rules)"),
    timeTable(dispatch, "a document", time),
    `  of ${packs.toLocaleString("en-US")} packs, ${atLoad} were compiled when they were loaded, and ${afterUse} after documents of ${families} families\n`,
    title("Growth: rules that all apply, in one pack"),
    timeTable(rules, "a rule", time),
    title(
      `Growth: reading and checking 10,000 rules (${bytes(reading[0].facts.bytes)} in ${reading[0].facts.files.toLocaleString("en-US")} files)`,
    ),
    timeTable(reading, "a rule", time),
  ].join("");
}

function timeTable(rows, unit, time) {
  return columns([
    ["", unit, "ratio", "middle half", "of least", "by the clock", "wanted"],
    ...rows.map((row) => [row.name, ...timeCells(row, time)]),
  ]);
}

function timeCells(row, time) {
  if (row.disagreement != null) return ["disagrees", "", "", "", "", ""];
  if (row.ratio === null) return ["not there", "", "", "", "", ""];
  const { median, quarters, ofLeast, byClock } = row.ratio;
  return [
    time(row),
    figures(median),
    quarters.map(figures).join("–"),
    figures(ofLeast),
    byClock === null ? "" : figures(byClock),
    wantedOf(row),
  ];
}

/** The bound, and whether the median keeps it; against another row, also the ratio to that one. */
function wantedOf({ target, ratio, against = null }) {
  if (target === null) return "";
  const value = against?.ratio ?? ratio.median;
  const verdict = value <= target ? "met" : "not met";
  return against === null ? `≤ ${target}: ${verdict}` : `${figures(value)} × ${against.name}, ≤ ${target}: ${verdict}`;
}

function streamsText({ title: kind, lines, rows, memory }, cores) {
  const cells = (row) => {
    if (row.speed === null) return [row.name, "not there", "", "", "", "", ""];
    const { median, quarters } = row.speed;
    return [
      row.name,
      figures(row.linesPerSecond),
      figures(median),
      quarters.map(figures).join("–"),
      row.processorSpeed === null ? "" : figures(row.processorSpeed.median),
      row.peakMegabytes === null ? "" : `${row.peakMegabytes} MB`,
      row.target === null ? "" : speedWanted(row, rows),
    ];
  };
  const grown =
    memory === null
      ? ""
      : `  peak memory of fettle: ${memory.long} MB for all lines, ${memory.short} MB for a tenth of them\n`;
  return [
    title(`Streams: ${lines.toLocaleString("en-US")} lines with ${kind}, on ${cores} cores`),
    columns([
      ["", "lines a second", "speed", "middle half", "by processor time", "peak memory", "wanted"],
      ...rows.map(cells),
    ]),
    grown,
  ].join("");
}

/** The bound of a speed, by itself or against another row, and whether it is kept. */
function speedWanted({ target: { least, of }, speed }, rows) {
  const other = of === undefined ? null : rows.find(({ name }) => name === of);
  const reached = other === null ? speed.median : speed.median / other.speed.median;
  const against = other === null ? "" : `${figures(reached)} × one, `;
  return `${against}≥ ${least}: ${reached >= least ? "met" : "not met"}`;
}

function fleetText({ rows, cores, sizes, rounds }) {
  const [few, many] = sizes.map((size) => size.toLocaleString("en-US"));
  return [
    title(`Audits of a fleet: ${many} documents against ${few}, on ${cores} cores, medians of ${rounds} rounds`),
    columns([
      ["", `${few} take`, `${many} take`, "documents a second", "speed", "wanted"],
      ...rows.map(({ name, seconds: taken, documentsPerSecond, speed, least }) => [
        name,
        ...taken.map((each) => (each === null ? "did not finish" : seconds(each * 1000))),
        documentsPerSecond === null ? "" : figures(documentsPerSecond),
        speed === null ? "" : figures(speed),
        least === null ? "" : `≥ ${least}: ${speed !== null && speed >= least ? "met" : "not met"}`,
      ]),
    ]),
  ].join("");
}

function commandsText({ rows, peers, decider = null }) {
  return [
    title("Whole commands over all shipped packs, with the solver that comes with the package where no other is named"),
    columns([
      ["", "runs", "by the clock", "processor", "× node", "× peer", "peak memory", "wanted", ""],
      ...rows.map(({ name, runs, milliseconds, processor, ratio, ofPeer, megabytes, target, met }) => [
        name,
        String(runs),
        seconds(milliseconds.median),
        seconds(processor.median),
        ratio === null ? "" : figures(ratio.median),
        ofPeer === null ? "" : figures(ofPeer),
        `${megabytes} MB`,
        target ?? "",
        met === null ? "" : met ? "met" : "not met",
      ]),
    ]),
    peers === null ? "  no OPA here\n" : peersText(peers),
    decider === null ? "  no Cedar here\n" : deciderText(decider),
  ].join("");
}

function curvesText(curves) {
  const point = ({ size, milliseconds }) =>
    `${size.toLocaleString("en-US")}: ${milliseconds === null ? "> 20 s" : seconds(milliseconds)}`;
  return [
    title("Growth of commands: processor time, and the exponent of what goes beyond a start (1 is linear)"),
    columns([
      ["", "exponent", "points"],
      ...curves.map(({ command, dimension, exponent, points }) => [
        `${command}, by ${dimension}`,
        exponent === null ? "flat" : exponent.toFixed(2),
        points.map(point).join(", "),
      ]),
    ]),
  ].join("");
}

function peersText({ opa, packs, rules, cases, leftRules, leftCases }) {
  const left = leftCases.map(({ reason }) => reason);
  const reasons = [...new Set(left)].map((reason) => `${left.filter((other) => other === reason).length}: ${reason}`);
  const rest = leftRules.map(({ pack, reason }) => `${pack}: ${reason}`);
  return `  OPA ${opa} on ${packs} packs, ${rules} rules and ${cases} cases as Rego, all of which pass there; left out: ${[...reasons, ...rest].join("; ")}\n`;
}

function deciderText({ cedar, policies, documents, left }) {
  const reasons = left.map(({ reason }) => reason);
  const counts = [...new Set(reasons)].map(
    (reason) => `${reasons.filter((other) => other === reason).length}: ${reason}`,
  );
  return `  Cedar ${cedar} names the conditions that hold, ${policies} policies for each of ${documents} documents, all as Fettle does; left out: ${counts.join("; ")}\n`;
}

const seconds = (milliseconds) => `${figures(milliseconds / 1000)} s`;
