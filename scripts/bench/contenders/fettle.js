import { library } from "../lib/paths.js";

/** Fettle as loaded by `load`; `expand` also reads the trace, which is otherwise written down and left for later. */
export async function make({ mode = "code", validate = false, trace = false, expand = false }) {
  const { load } = await import(library);
  const fettle = await load({ set: "vllm", target: "vllm@0.19.0", mode });
  const options = { validate, trace };
  if (!expand) return (document) => fettle.evaluate(document, options);
  return (document) => {
    const result = fettle.evaluate(document, options);
    void result.trace;
    return result;
  };
}
