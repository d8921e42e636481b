import { fork } from "node:child_process";
import { once } from "node:events";
import { runAsWorker } from "synckit";

/** @type {import("node:child_process").ChildProcess | undefined} */
let server;

/** Sends a command line to the server, which is started first if none runs. */
runAsWorker(async (/** @type {string} */ file, /** @type {import("./command-server.js").Request} */ request) => {
  server ??= fork(file, { serialization: "advanced" });
  const ended = new AbortController();
  const gone = once(server, "exit", { signal: ended.signal }).then(([code]) => {
    server = undefined;
    throw new Error(`the command server ended with ${code} while it ran \`${request.words.join(" ")}\``);
  });
  server.send(request);
  const [response] = await Promise.race([once(server, "message"), gone]);
  gone.catch(() => undefined);
  ended.abort();
  return response;
});
