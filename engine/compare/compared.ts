import type { Diagnostic } from "../common/diagnostic.js";
import type { Json } from "../common/json.js";
import type { Certainty } from "../explain/certainty.js";
import type { Origin } from "../vllm/config/origin.js";
import type { ServerInfo } from "../vllm/server/server-info.js";

/** A deployment as Fettle predicts it, beside the server that runs. */
export interface Compared {
  readonly version: string;
  /** The release of the prediction, as project@version. */
  readonly target: string;
  /** What the server said, and how. */
  readonly server: {
    /** The file or address that it was read from. */
    readonly source: string;
    readonly form: ServerInfo["form"];
    readonly release: string | null;
    readonly gpu: string | null;
    readonly gpuCount: number | null;
  };
  /** Whether the prediction is that the server does not start at all. */
  readonly startsAsPredicted: boolean;
  /** How many fields were compared and are the same. */
  readonly same: number;
  readonly differences: readonly Difference[];
  /** What is different around the server, whether or not a field follows from it. */
  readonly surroundings: readonly Surrounding[];
  /** Fields that the server states and the release's documents do not have; they were not compared. */
  readonly unknownFields: readonly string[];
  readonly findings: readonly Diagnostic[];
}

/** A field with another value on the server than predicted, and why. */
export interface Difference {
  readonly path: string;
  /** Left out where the document has no such field. */
  readonly predicted?: Json;
  readonly reported: Json;
  /** The rule that the predicted value comes from, with its reason; null where no rule wrote it. */
  readonly rule: { readonly id: string; readonly why: string | null } | null;
  /** Where the value before the rules comes from. */
  readonly origin: Origin | null;
  readonly certainty: Certainty;
  readonly explanation: Explanation;
}

export type Explanation =
  /** Each of these alone makes the predicted value the server's. */
  | { readonly kind: "caused"; readonly by: readonly Surrounding[] }
  /** All of these together do. */
  | { readonly kind: "caused-together"; readonly by: readonly Surrounding[] }
  /** This flag would, and nothing says whether the server has it. */
  | { readonly kind: "would-follow"; readonly flags: readonly string[] }
  /** The value depends on what the user did not say, and the server does not say it either. */
  | { readonly kind: "not-said"; readonly inputs: readonly string[] }
  | { readonly kind: "unknown" };

/** Something that is different between what the prediction was made for and the server. */
export interface Surrounding {
  readonly kind: "release" | "device" | "variable" | "flag";
  /** The variable or flag; the GPU or platform. */
  readonly name: string;
  /** What the prediction was made for; null where nothing was said. */
  readonly predicted: Json;
  readonly reported: Json;
}
