import { readdirSync } from "node:fs";
import { relative, resolve } from "node:path";
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
 * Runs Vitest's tests in the process that makes the mutants: Vitest starts a thread and loads all modules again for each
 * mutant, which takes a hundred times as long as the tests. Hooks are not run, and files that have some are refused.
 */
class InProcessRunner {
  tests = null;
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

  async load() {
    if (this.tests !== null) return;
    const runner = { config: settings, importFile: (file) => import(pathToFileURL(file).href) };
    const files = await collectTests(
      ["engine", "test"]
        .flatMap((folder) => readdirSync(folder, { recursive: true }).map((file) => `${folder}/${file}`))
        .filter(isTestFile)
        .sort()
        .map((file) => ({ filepath: resolve(file), testLocations: undefined })),
      runner,
    );
    this.tests = new Map();
    for (const file of files) {
      if (file.result?.errors) throw new Error(`${file.name}: ${file.result.errors[0].message}`);
      for (const test of leaves(file)) {
        const name = `${relative(".", file.filepath)} > ${test.path.join(" > ")}`;
        const id = this.tests.has(name) ? `${name} #${this.tests.size}` : name;
        if (isTest(id)) this.tests.set(id, getFn(test));
      }
    }
  }

  async dryRun() {
    this.state.activeMutant = undefined;
    await this.load();
    const tests = [];
    for (const id of this.tests.keys()) {
      this.state.currentTestId = id;
      tests.push(await this.run(id));
    }
    this.state.currentTestId = undefined;
    return { status: DryRunStatus.Complete, tests, mutantCoverage: this.state.mutantCoverage };
  }

  async mutantRun({ activeMutant, hitLimit, testFilter, mutantActivation }) {
    if (this.isSpoilt) throw new Error("an earlier mutant left something in a cache");
    const { state } = this;
    const isFirst = this.tests === null;
    const setActive = (id) => Object.assign(state, { activeMutant: id, hitCount: 0, hitLimit });
    setActive(mutantActivation === "static" ? activeMutant.id : undefined);
    await this.load();
    const tests = [];
    for (const id of [...(testFilter ?? this.tests.keys())].sort((one, other) => rank(one) - rank(other))) {
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
    const result = { id, name: id, fileName: resolve(id.split(" > ", 1)[0]) };
    try {
      await this.tests.get(id)();
      return { ...result, status: TestStatus.Success, timeSpentMs: performance.now() - start };
    } catch (error) {
      const timeSpentMs = performance.now() - start;
      return { ...result, status: TestStatus.Failed, timeSpentMs, failureMessage: String(error?.message ?? error) };
    }
  }
}

function leaves(suite, path = []) {
  return suite.tasks.flatMap((task) => {
    if (task.mode !== "run" && task.mode !== "queued") return [];
    const inner = [...path, task.name];
    return task.type === "suite" ? leaves(task, inner) : [Object.assign(task, { path: inner })];
  });
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, "in-process", InProcessRunner)];
