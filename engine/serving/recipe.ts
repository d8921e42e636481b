import type { Diagnostic } from "../common/diagnostic.js";
import type { Word } from "./given.js";

/** Selection from a recipe; omitted parts take the recipe's defaults. */
export interface RecipeSelection {
  /** Exactly these features; one with several modes may be written as `spec_decoding=mtp`. */
  readonly features?: readonly string[];
  readonly variant?: string;
  /** A device such as `h200`, a generation such as `hopper`, or a vendor such as `amd`. */
  readonly hardware?: string;
  /** A way to distribute the model over GPUs, such as `single_node_tp`; by default none, so no size is assumed. */
  readonly strategy?: string;
}

/** A recipe's command for one selection. */
export interface Recipe {
  readonly title: string | null;
  readonly model: string | null;
  /** The arguments after the command and the model. */
  readonly args: readonly string[];
  /** The same arguments with the part of the recipe they come from. */
  readonly words: readonly Word[];
  readonly env: Readonly<Record<string, string>>;
  readonly features: readonly RecipeFeature[];
  readonly variants: readonly RecipeVariant[];
  /** Hardware that the recipe mentions. */
  readonly hardware: readonly string[];
  readonly strategies: readonly string[];
  /** The oldest release of the engine that can run it. */
  readonly minRelease: string | null;
  /** Additional notes, one sentence each. */
  readonly notes: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface RecipeFeature {
  readonly name: string;
  readonly description: string | null;
  /** Whether the recipe enables it by default. */
  readonly byDefault: boolean;
  readonly modes: readonly string[];
  readonly chosen: boolean;
}

export interface RecipeVariant {
  readonly name: string;
  readonly model: string | null;
  readonly precision: string | null;
  readonly chosen: boolean;
}

/** Reads a recipe's text; `file` is its place in diagnostics. Never throws for invalid input. */
export type RecipeReader = (text: string, selection?: RecipeSelection, file?: string | null) => Recipe;
