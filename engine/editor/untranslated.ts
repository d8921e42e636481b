/** Stands in for @vscode/l10n where the editor's server is bundled: messages of the JSON service, which stay English. */
export function t(message: string, ...args: readonly (string | number | boolean)[]): string {
  return message.replace(/\{(\d+)\}/g, (whole, index) => String(args[Number(index)] ?? whole));
}
