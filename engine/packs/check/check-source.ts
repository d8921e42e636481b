import type { Diagnostic } from "../../common/diagnostic.js";
import { finding } from "./finding.js";
import type { LinkedPack } from "../linked.js";

const [plainPath, web] = [/^(?!\.)[\w@+-][\w.@+-]*(?:\/(?!\.)[\w.@+-]+)*\.\w+$/, /^https?:\/\/\S+$/];

/** Reports a `source` that cannot be resolved: a file path outside of its project, or an invalid URL. */
export function checkSource(pack: LinkedPack): readonly Diagnostic[] {
  const { file, url } = pack.pack.source ?? {};
  return [
    ...(file === undefined || plainPath.test(file)
      ? []
      : [
          finding(
            pack,
            "bad-source",
            "/source/file",
            `\`${file}\` is not a file path inside its project`,
            "write it from the project's root, such as `vllm/model_executor/models/config.py`",
          ),
        ]),
    ...(url === undefined || web.test(url)
      ? []
      : [finding(pack, "bad-source", "/source/url", `\`${url}\` is not a URL`, "write it in full, with `https://`")]),
  ];
}
