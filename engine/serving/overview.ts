import type { Json } from "../common/json.js";

/** One line of what operators want to see first of a resolved document: fields that belong together. */
export interface OverviewTopic {
  /** Identifies it in JSON output, such as `kv-cache`. */
  readonly topic: string;
  readonly title: string;
  /** Dotted paths; a nested list selects its first field that is set. */
  readonly fields: readonly (string | readonly string[])[];
  /**
   * Describes the fields' values, in their order, in short phrases; none if the topic does not need a line.
   * `untilLoaded` tells which of them only the running server has.
   */
  describe(values: readonly Json[], untilLoaded: readonly boolean[]): readonly string[];
}
