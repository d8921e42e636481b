// Starts `fettle lsp` for the rule files of the folder that is open, and `fettle debug` where one is debugged.
const { commands, debug, DebugAdapterExecutable, window, workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = async (context) => {
  const settings = workspace.getConfiguration("fettle");
  const [command, ...args] = settings.get("command");
  const cwd = workspace.workspaceFolders?.[0]?.uri.fsPath;
  client = new LanguageClient(
    "fettle",
    "Fettle",
    { command, args, options: { cwd, shell: process.platform === "win32" } },
    {
      documentSelector: ["pack", "cases", "claims", "set"].map((kind) => ({
        scheme: "file",
        pattern: `**/*.${kind}.json`,
      })),
      initializationOptions: { document: settings.get("document"), prove: settings.get("prove") },
    },
  );
  context.subscriptions.push(
    commands.registerCommand("fettle.chooseFile", async () => {
      const [file] = (await window.showOpenDialog({ filters: { JSON: ["json"] } })) ?? [];
      if (file !== undefined) await commands.executeCommand("fettle.chooseDocument", file.toString());
    }),
  );
  context.subscriptions.push(
    debug.registerDebugAdapterDescriptorFactory("fettle", {
      createDebugAdapterDescriptor: (session) => {
        const [program, ...words] = workspace.getConfiguration("fettle").get("debugCommand");
        return new DebugAdapterExecutable(program, words, { cwd: session.workspaceFolder?.uri.fsPath ?? cwd });
      },
    }),
  );
  await client.start();
};

exports.deactivate = () => client?.stop();
