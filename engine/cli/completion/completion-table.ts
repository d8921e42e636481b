import { must } from "../../common/must.js";
import type { OptionSpec } from "../command.js";
import { commands } from "../commands.js";
import { sharedOptions } from "../args/shared-options.js";

/** What there is to complete, from the commands' own definitions. */
export type CompletionTable = readonly CompletedCommand[];

export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
}

export interface CompletedOption {
  readonly name: string;
  /** What its value can be: words, files, folders, anything; null where it takes none. */
  readonly value: { readonly words: readonly string[] } | { readonly kind: "file" | "folder" | "any" } | null;
}

export async function completionTable(): Promise<CompletionTable> {
  return Promise.all(
    commands.map(async ({ name, summary, load }) => {
      const { options } = (await load()).command;
      return {
        name,
        summary,
        options: [...[...options, ...sharedOptions].map(completedOption), { name: "--help", value: null }],
      };
    }),
  );
}

function completedOption({ flags, choices, completes }: OptionSpec): CompletedOption {
  const name = must(/--[a-z-]+/.exec(flags), "the long name of an option")[0];
  if (!flags.includes("<")) return { name, value: null };
  if (choices !== undefined) return { name, value: { words: choices } };
  return { name, value: { kind: completes ?? "any" } };
}
