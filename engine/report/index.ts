import type { Evaluated } from "./evaluated.js";
import type { Style } from "./style.js";

/** What is written to standard output, and what is said beside it on standard error. */
export interface Printed {
  readonly text: string;
  readonly notes?: readonly string[];
}

export type EvaluationReport = (evaluated: Evaluated, style: Style) => Printed;

/** The reports of an evaluation, by the name that `--format` takes; each is imported when it is asked for. */
export const evaluationReports = {
  text: async (): Promise<EvaluationReport> => (await import("./text.js")).reportText,
  json: async (): Promise<EvaluationReport> => (await import("./json.js")).reportJson,
  "json-patch": async (): Promise<EvaluationReport> => (await import("./json-patch.js")).reportJsonPatch,
  "serve-args": async (): Promise<EvaluationReport> => (await import("./serve-args.js")).reportServeArgs,
  "serve-config": async (): Promise<EvaluationReport> => (await import("./serve-config.js")).reportServeConfig,
  "helm-values": async (): Promise<EvaluationReport> => (await import("./helm-values.js")).reportHelmValues,
  "kubernetes-patch": async (): Promise<EvaluationReport> =>
    (await import("./kubernetes-patch.js")).reportKubernetesPatch,
};

export type EvaluationFormat = keyof typeof evaluationReports;
