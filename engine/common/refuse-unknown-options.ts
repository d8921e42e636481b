import { diagnostic, FettleError } from "./diagnostic.js";
import { didYouMean } from "./nearest.js";

/**
 * Rejects misspelled options, which JavaScript callers would otherwise not notice.
 *
 * @throws FettleError that suggests the nearest option.
 */
export function refuseUnknownOptions<Options extends object>(
  name: string,
  options: Options,
  known: Readonly<Record<keyof Options, true>>,
): void {
  const unknown = Object.keys(options).filter((option) => !Object.hasOwn(known, option));
  if (unknown.length === 0) return;
  throw new FettleError(
    unknown.map((option) =>
      diagnostic("usage", `unknown option \`${option}\` for \`${name}\``, {
        hint: didYouMean(option, Object.keys(known)) ?? `known options: ${Object.keys(known).join(", ")}`,
      }),
    ),
  );
}
