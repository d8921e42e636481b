import { FettleError } from "../common/diagnostic.js";
import type { JsonObject } from "../common/json.js";
import type { ResolveOptions } from "../resolve/model-options.js";
import { openRules, type OpenedRules } from "../resolve/open-rules.js";
import { resolveWith, type ResolvedModel } from "../resolve/resolve-model.js";

/** A modification of the deployment's options. */
export type Change = (options: ResolveOptions) => ResolveOptions;

/** Predicts a deployment's document repeatedly with modifications; the rules of a release are loaded once. */
export class Predictor {
  readonly #opened = new Map<string | undefined, Promise<OpenedRules>>();

  constructor(private readonly options: ResolveOptions) {}

  /** Predicts the unmodified deployment. @throws FettleError */
  async first(): Promise<ResolvedModel> {
    return resolveWith(await this.#rules(this.options), this.options);
  }

  /** Predicts the document with modifications; null if it cannot be built. */
  async document(changes: readonly Change[]): Promise<JsonObject | null> {
    const { onFindings: _, onNotes: __, ...quiet } = this.options;
    const options = changes.reduce<ResolveOptions>((before, change) => change(before), quiet);
    try {
      const { evaluated } = await resolveWith(await this.#rules(options), options);
      return evaluated.result.document as JsonObject | null;
    } catch (error) {
      if (error instanceof FettleError) return null;
      throw error;
    }
  }

  #rules(options: ResolveOptions): Promise<OpenedRules> {
    const known = this.#opened.get(options.target);
    if (known !== undefined) return known;
    const opened = openRules(options);
    this.#opened.set(options.target, opened);
    return opened;
  }
}
