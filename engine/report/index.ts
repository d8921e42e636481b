import type { Evaluated } from "../explain/evaluated.js";
import type { Style } from "./terminal/style.js";

/** What is written to standard output, and what is said beside it on standard error. */
export interface Printed {
  readonly text: string;
  readonly notes?: readonly string[];
}

export type EvaluationReport = (evaluated: Evaluated, style: Style) => Printed;

/** The reports of an evaluation, by the name that `--format` takes; each is imported when it is asked for. */
export const evaluationReports = {
  text: async (): Promise<EvaluationReport> => (await import("./terminal/text.js")).reportText,
  json: async (): Promise<EvaluationReport> => (await import("./json/json.js")).reportJson,
  "json-patch": async (): Promise<EvaluationReport> => (await import("./json/json-patch.js")).reportJsonPatch,
  "serve-args": async (): Promise<EvaluationReport> => (await import("./serve-formats/serve-args.js")).reportServeArgs,
  "serve-config": async (): Promise<EvaluationReport> =>
    (await import("./serve-formats/serve-config.js")).reportServeConfig,
  "helm-values": async (): Promise<EvaluationReport> =>
    (await import("./serve-formats/helm-values.js")).reportHelmValues,
  "kubernetes-patch": async (): Promise<EvaluationReport> =>
    (await import("./serve-formats/kubernetes-patch.js")).reportKubernetesPatch,
};

export type EvaluationFormat = keyof typeof evaluationReports;
