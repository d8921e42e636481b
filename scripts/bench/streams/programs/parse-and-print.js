import { createReadStream } from "node:fs";

/** The least that any program does with lines of JSON: parse each and print it again. */
let rest = "";
for await (const chunk of createReadStream(process.argv[2], "utf8")) {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop();
  let text = "";
  for (const line of lines) text += `${JSON.stringify(JSON.parse(line))}\n`;
  process.stdout.write(text);
}
