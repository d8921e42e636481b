import type { Log, ReportingDescriptor, Result } from "sarif";

/** The address that the project's schemas carry, too. */
const home = "https://fettle.dev";

/** Prints one run as a SARIF 2.1.0 log. */
export function sarifLog(version: string, rules: ReportingDescriptor[], results: Result[]): string {
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "fettle", informationUri: home, semanticVersion: version, rules } },
        columnKind: "utf16CodeUnits",
        results,
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}
