/**
 * Handlers whose result is not what they expect: evaluating it again fails, in vLLM as here. They hold in all releases
 * that have the handler; releases.test.ts checks it for each.
 */
export const notIdempotent: Readonly<Record<string, { readonly pack: string; readonly why: string }>> = {
  GteNewModelConfig: { pack: "vllm/gte-new", why: "it wants the plain activation and writes the gated one" },
  SnowflakeGteNewModelConfig: {
    pack: "vllm/snowflake-gte",
    why: "it wants the plain activation and writes the gated one",
  },
};
