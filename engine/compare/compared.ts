import type { Diagnostic } from "../common/diagnostic.js";
import type { Json } from "../common/json.js";
import type { Certainty } from "../explain/certainty.js";
import type { Origin } from "../serving/origin.js";
import type { ServerInfo } from "../serving/server-reader.js";

/** Comparison of a predicted configuration with a running server. */
export interface Compared {
  /** Version of fettle. */
  readonly version: string;
  /** The title of the serving engine. */
  readonly engine: string;
  /** The release of the prediction, as project@version. */
  readonly target: string;
  /** The server's output. */
  readonly server: {
    /** The file or URL that it was read from. */
    readonly source: string;
    readonly form: ServerInfo["form"];
    readonly release: string | null;
    readonly gpu: string | null;
    readonly gpuCount: number | null;
  };
  /** False if the server was predicted not to start. */
  readonly startsAsPredicted: boolean;
  /** Number of compared fields that are equal. */
  readonly same: number;
  readonly differences: readonly Difference[];
  /** Differences around the server, whether or not they affect a field. */
  readonly surroundings: readonly Surrounding[];
  /** Fields of the server that the release's documents do not have; they were not compared. */
  readonly unknownFields: readonly string[];
  readonly findings: readonly Diagnostic[];
}

/** A field whose value on the server differs from the prediction, and why. */
export interface Difference {
  readonly path: string;
  /** Omitted if the document has no such field. */
  readonly predicted?: Json;
  readonly reported: Json;
  /** The rule that wrote the predicted value, with its reason; null if none did. */
  readonly rule: { readonly id: string; readonly why: string | null } | null;
  /** Origin of the value before the rules. */
  readonly origin: Origin | null;
  readonly certainty: Certainty;
  readonly explanation: Explanation;
}

export type Explanation =
  /** Each of these alone yields the server's value. */
  | { readonly kind: "caused"; readonly by: readonly Surrounding[] }
  /** All of these together yield it. */
  | { readonly kind: "caused-together"; readonly by: readonly Surrounding[] }
  /** This flag would yield it, but it is unknown whether the server has it. */
  | { readonly kind: "would-follow"; readonly flags: readonly string[] }
  /** The value depends on inputs that neither the user nor the server stated. */
  | { readonly kind: "not-said"; readonly inputs: readonly string[] }
  | { readonly kind: "unknown" };

/** A difference between the predicted environment and the server's. */
export interface Surrounding {
  readonly kind: "release" | "device" | "variable" | "flag";
  /** The variable or flag; the GPU or platform. */
  readonly name: string;
  /** The value assumed by the prediction; null if unspecified. */
  readonly predicted: Json;
  readonly reported: Json;
}
