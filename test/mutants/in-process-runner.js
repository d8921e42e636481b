import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import { collectTests, getFn } from "@vitest/runner";
import { configureGlobal } from "fast-check";
import { register } from "tsx/esm/api";
import { environment, isTest, isTestFile, rank } from "./tests.js";

/** Settings that Vitest's own runner asks for while it collects tests. */
const settings = {
  root: process.cwd(),
  setupFiles: [],
  sequence: { seed: 1 },
  retry: 0,
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

/**
 * Runs Vitest's tests in the process that makes the mutants: Vitest starts a thread and loads all modules again for
 * each mutant, which takes a hundred times as long as the tests. Hooks are not run, and files that have some are
 * refused.
 */
class InProcessRunner {
  files = new Map();
  /** Whether a mutant still has an effect, through a cache: Stryker starts another process after an error. */
  isSpoilt = false;
  state = (globalThis.__stryker__ ??= {});

  /** A mutant of code that runs once, at loading, gets a new process. */
  capabilities() {
    return { reloadEnvironment: false };
  }

  async init() {
    Object.assign(process.env, environment, { NODE_ENV: "test", VITEST: "1" });
    register();
    // The first counterexample kills a mutant; a smaller one tells nobody anything.
    configureGlobal({ endOnFailure: true });
  }

  /** The tests of a file by name, which are collected when one of them is first asked for. */
  async testsOf(file) {
    const known = this.files.get(file);
    if (known !== undefined) return known;
    const runner = { config: settings, importFile: (imported) => import(pathToFileURL(imported).href) };
    const [collected] = await collectTests([{ filepath: resolve(file), testLocations: undefined }], runner);
    if (collected.result?.errors) throw new Error(`${file}: ${collected.result.errors[0].message}`);
    const tests = new Map();
    for (const test of leaves(collected)) {
      const name = `${file} > ${test.path.join(" > ")}`;
      const id = tests.has(name) ? `${name} #${tests.size}` : name;
      if (isTest(id)) tests.set(id, getFn(test));
    }
    this.files.set(file, tests);
    return tests;
  }

  async allTests() {
    const files = ["engine", "test"]
      .flatMap((folder) => readdirSync(folder, { recursive: true }).map((file) => `${folder}/${file}`))
      .filter(isTestFile)
      .sort();
    const ids = [];
    for (const file of files) ids.push(...(await this.testsOf(file)).keys());
    return ids;
  }

  async dryRun() {
    this.state.activeMutant = undefined;
    const tests = [];
    for (const id of await this.allTests()) {
      this.state.currentTestId = id;
      tests.push(await this.run(id));
    }
    this.state.currentTestId = undefined;
    return { status: DryRunStatus.Complete, tests, mutantCoverage: onlyStatic(this.state.mutantCoverage) };
  }

  async mutantRun({ activeMutant, hitLimit, testFilter, mutantActivation }) {
    if (this.isSpoilt) throw new Error("an earlier mutant left something in a cache");
    const { state } = this;
    const isFirst = this.files.size === 0;
    const setActive = (id) => Object.assign(state, { activeMutant: id, hitCount: 0, hitLimit });
    const atLoading = mutantActivation === "static" ? activeMutant.id : undefined;
    setActive(atLoading);
    const tests = [];
    for (const id of [...(testFilter ?? (await this.allTests()))].sort((one, other) => rank(one) - rank(other))) {
      setActive(atLoading);
      await this.testsOf(fileOf(id));
      setActive(activeMutant.id);
      const result = await this.run(id);
      const tooManyHits = determineHitLimitReached(state.hitCount, hitLimit);
      if (tooManyHits) return tooManyHits;
      tests.push(result);
      if (result.status !== TestStatus.Failed) continue;
      setActive(undefined);
      this.isSpoilt = (await this.run(id)).status === TestStatus.Failed;
      break;
    }
    // What an earlier mutant left in a cache must not be held against this one: a new process tries again.
    if (this.isSpoilt && !isFirst) throw new Error("a test fails without the mutant");
    setActive(undefined);
    return toMutantRunResult({ status: DryRunStatus.Complete, tests });
  }

  async run(id) {
    const start = performance.now();
    const file = fileOf(id);
    const result = { id, name: id, fileName: resolve(file) };
    try {
      await this.files.get(file).get(id)();
      return { ...result, status: TestStatus.Success, timeSpentMs: performance.now() - start };
    } catch (error) {
      const timeSpentMs = performance.now() - start;
      return { ...result, status: TestStatus.Failed, timeSpentMs, failureMessage: String(error?.message ?? error) };
    }
  }
}

/**
 * Takes code that runs in tests, too, for code that does not run at loading: Stryker would start a process for each of
 * its mutants, although these are not active at loading.
 */
function onlyStatic({ static: atLoading, perTest }) {
  const inTests = new Set(Object.values(perTest).flatMap(Object.keys));
  return { static: Object.fromEntries(Object.entries(atLoading).filter(([id]) => !inTests.has(id))), perTest };
}

const fileOf = (id) => id.split(" > ", 1)[0];

function leaves(suite, path = []) {
  return suite.tasks.flatMap((task) => {
    if (task.mode !== "run" && task.mode !== "queued") return [];
    const inner = [...path, task.name];
    return task.type === "suite" ? leaves(task, inner) : [Object.assign(task, { path: inner })];
  });
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, "in-process", InProcessRunner)];
