/** Replaces @vscode/l10n in the bundled language server: messages of the JSON service remain in English. */
export function t(message: string, ...args: readonly (string | number | boolean)[]): string {
  return message.replace(/\{(\d+)\}/g, (whole, index) => String(args[Number(index)] ?? whole));
}
