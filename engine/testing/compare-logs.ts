import type { Json } from "../common/json.js";
import { itemAt, must } from "../common/must.js";
import type { ExpectedLog } from "../generated/cases.js";
import type { LogEntry } from "../generated/result.js";
import { compareByKey, difference, type Difference } from "./difference.js";

/**
 * Compares logs in order. If a code is out of step but occurs later on the other side, it is reported as missing or
 * extra, so that one mistake yields one difference.
 */
export function compareLogs(expected: readonly ExpectedLog[], actual: readonly LogEntry[]): readonly Difference[] {
  const found: Difference[] = [];
  let [left, right] = [0, 0];
  while (left < expected.length || right < actual.length) {
    const [want, got] = [expected[left], actual[right]];
    if (got === undefined || (want !== undefined && want.code !== got.code && comesLater(actual, right, want.code))) {
      if (got === undefined) found.push(difference(`logs.${left++}`, summary(must(want, "want")), undefined));
      else found.push(difference(`logs.${right}`, undefined, summary(itemAt(actual, right++))));
    } else if (want === undefined) {
      found.push(difference(`logs.${right}`, undefined, summary(itemAt(actual, right++))));
    } else if (want.code !== got.code && comesLater(expected, left, got.code)) {
      found.push(difference(`logs.${left++}`, summary(want), undefined));
    } else {
      found.push(...compareLog(`logs.${left}`, want, got));
      [left, right] = [left + 1, right + 1];
    }
  }
  return found;
}

function comesLater(logs: readonly { code: string }[], index: number, code: string): boolean {
  return logs.slice(index + 1).some((log) => log.code === code);
}

function compareLog(place: string, expected: ExpectedLog, actual: LogEntry): readonly Difference[] {
  const heads = (["level", "code"] as const)
    .filter((key) => expected[key] !== actual[key])
    .map((key) => difference(`${place}.${key}`, expected[key], actual[key]));
  const params = (expected.params ?? {}) as Record<string, Json>;
  return [...heads, ...compareByKey(`${place}.params`, params, actual.params as Record<string, Json>)];
}

function summary({ level, code, params = {} }: ExpectedLog | LogEntry): Json {
  return Object.keys(params).length === 0
    ? { level, code }
    : { level, code, params: params as { [key: string]: Json } };
}
