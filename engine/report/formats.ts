import type { Audited } from "../audit/audited.js";
import type { Compared } from "../compare/compared.js";
import type { Differed } from "../diff/differed.js";
import type { Checked } from "../packs/check/checked.js";
import type { Proofs } from "../proofs/proved.js";
import type { Reviewed } from "../review/reviewed.js";
import type { Tested } from "../testing/tested.js";
import type { Upgraded } from "../upgrade/upgraded.js";
import type { EvaluationReport } from "./printed.js";
import type { Style } from "./terminal/style.js";

/** Reports of an evaluation by `--format` value, imported on demand. */
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

export type CompareReport = (compared: Compared, style: Style) => string;

/** The reports of a comparison with a running server, by the name that `--format` takes. */
export const compareReports = {
  text: async (): Promise<CompareReport> => (await import("./compare/text.js")).compareText,
  json: async (): Promise<CompareReport> => (await import("./compare/json.js")).compareJson,
  markdown: async (): Promise<CompareReport> => (await import("./compare/markdown.js")).compareMarkdown,
};

export type CompareFormat = keyof typeof compareReports;

export type CheckReport = (checked: Checked, style: Style) => string;

/** Reports of a check by `--format` value. */
export const checkReports = {
  text: async (): Promise<CheckReport> => (await import("./terminal/text-check.js")).checkText,
  json: async (): Promise<CheckReport> => (await import("./json/json-check.js")).checkJson,
  sarif: async (): Promise<CheckReport> => (await import("./annotations/sarif.js")).checkSarif,
  github: async (): Promise<CheckReport> => (await import("./annotations/github.js")).checkGithub,
};

export type CheckFormat = keyof typeof checkReports;

export type TestReport = (tested: Tested, style: Style & { readonly quiet: boolean }) => string;

/** Reports of a test run by `--format` value. */
export const testReports = {
  text: async (): Promise<TestReport> => (await import("./terminal/text-test.js")).testText,
  json: async (): Promise<TestReport> => (await import("./json/json-test.js")).testJson,
  junit: async (): Promise<TestReport> => (await import("./annotations/junit.js")).testJunit,
};

export type TestFormat = keyof typeof testReports;

export type ProveReport = (proofs: Proofs, style: Style & { readonly quiet: boolean }) => string;

/** Reports of proofs by `--format` value. */
export const proveReports = {
  text: async (): Promise<ProveReport> => (await import("./terminal/text-proved.js")).proveText,
  json: async (): Promise<ProveReport> => (await import("./json/json-proved.js")).proveJson,
  markdown: async (): Promise<ProveReport> => (await import("./markdown/markdown-proved.js")).proveMarkdown,
};

export type ProveFormat = keyof typeof proveReports;

export type DiffReport = (differed: Differed, style: Style) => string;

/** Reports of a difference by `--format` value. */
export const diffReports = {
  text: async (): Promise<DiffReport> => (await import("./terminal/text-diff.js")).diffText,
  markdown: async (): Promise<DiffReport> => (await import("./markdown/markdown-diff.js")).diffMarkdown,
  json: async (): Promise<DiffReport> => (await import("./json/json-diff.js")).diffJson,
};

export type DiffFormat = keyof typeof diffReports;

export type ReviewReport = (reviewed: Reviewed, style: Style) => string;

/** Reports of a review by `--format` value. */
export const reviewReports = {
  text: async (): Promise<ReviewReport> => (await import("./review/text.js")).reviewText,
  markdown: async (): Promise<ReviewReport> => (await import("./review/markdown.js")).reviewMarkdown,
  html: async (): Promise<ReviewReport> => (await import("./review/page.js")).reviewPage,
  json: async (): Promise<ReviewReport> => (await import("./review/json.js")).reviewJson,
  junit: async (): Promise<ReviewReport> => (await import("./review/junit.js")).reviewJunit,
  sarif: async (): Promise<ReviewReport> => {
    const { checkSarif } = await import("./annotations/sarif.js");
    return ({ findings, version }) => checkSarif({ diagnostics: findings, version });
  },
  github: async (): Promise<ReviewReport> => {
    const { checkGithub } = await import("./annotations/github.js");
    return ({ findings }) => checkGithub({ diagnostics: findings });
  },
};

export type ReviewFormat = keyof typeof reviewReports;

export type UpgradeReport = (upgraded: Upgraded, style: Style) => string;

/** Reports of an upgrade by `--format` value. */
export const upgradeReports = {
  text: async (): Promise<UpgradeReport> => (await import("./upgrade/text.js")).upgradeText,
  markdown: async (): Promise<UpgradeReport> => (await import("./upgrade/markdown.js")).upgradeMarkdown,
  html: async (): Promise<UpgradeReport> => (await import("./upgrade/page.js")).upgradePage,
  json: async (): Promise<UpgradeReport> => (await import("./upgrade/json.js")).upgradeJson,
};

export type UpgradeFormat = keyof typeof upgradeReports;

export type AuditReport = (audited: Audited, style: Style) => string;

/** Reports of an audit by `--format` value. */
export const auditReports = {
  text: async (): Promise<AuditReport> => (await import("./audit/text.js")).auditText,
  json: async (): Promise<AuditReport> => (await import("./audit/json.js")).auditJson,
  sarif: async (): Promise<AuditReport> => (await import("./audit/sarif.js")).auditSarif,
  junit: async (): Promise<AuditReport> => (await import("./audit/junit.js")).auditJunit,
  github: async (): Promise<AuditReport> => (await import("./audit/github.js")).auditGithub,
  markdown: async (): Promise<AuditReport> => (await import("./audit/markdown.js")).auditMarkdown,
  html: async (): Promise<AuditReport> => (await import("./audit/page.js")).auditPage,
};

export type AuditFormat = keyof typeof auditReports;
