const files = [
  /^engine\/(compiler(?!\/python)|language)\/.*\.test\.ts$/,
  /^test\/agreement\/(json-rules-engine|jsonata-generated|jsonata-table|known-differences|modes)\.test\.ts$/,
  /^test\/engine\/(changed-architecture|custom-operators|large-sets|library|limits|sharing|tree|versions)\.test\.ts$/,
  /^test\/packs\/(broken-conditions|broken-packs)\.test\.ts$/,
];

/** Tests of how long something takes: each would run for every mutant that survives. */
const slow =
  /never throws, whatever the text|in any order, in generated|grows too large when|copied into itself|costs what|ends work that grows/;

/** Needs the built engine. */
const built = /where code generation is forbidden/;

/** Generated packs, documents and expressions: other tests kill most mutants sooner. */
const generated = /agreement.*(?:generated|agrees with)/;
/** Tests of small parts, which are quick and leave no compiled packs behind that a mutant has spoilt. */
const small = /^engine\/language\/|^test\/agreement\/jsonata-table/;
const ranks = [generated, /any two|plain mutation|the order of/, /^test\//];

/**
 * `FETTLE_QUICK=1` leaves out what is generated: the score is a little lower, and known in a third of the time.
 * `FETTLE_QUICK=small` leaves all but tests of small parts, which suffice for expressions.
 */
const quick = process.env.FETTLE_QUICK;

/** The tests that hold the core rooms: each surviving mutant runs all that reach it. */
export const isTestFile = (file) =>
  files.some((pattern) => pattern.test(file)) && (quick !== "small" || small.test(file));

export const isTest = (id) => !slow.test(id) && !built.test(id) && !(quick !== undefined && generated.test(id));

/** Tests of a higher rank run later. */
export const rank = (id) => ranks.filter((pattern) => pattern.test(id)).length + (small.test(id) ? 0 : 2);

export const environment = { FETTLE_Z3: "none", FETTLE_RUNS: "25", FETTLE_GENERATED_RUNS: "60", FETTLE_SEED: "1" };
