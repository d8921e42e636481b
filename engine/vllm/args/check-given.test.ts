import { describe, expect, it } from "vitest";
import { loadServeFacts } from "../facts.js";
import { checkGiven } from "./check-given.js";
import { readServeArgs } from "./read-serve-args.js";

const facts = loadServeFacts();
const refused = (...words: string[]) => checkGiven(readServeArgs(words, facts)).map(({ code }) => code);

describe("flags that vLLM refuses by themselves", () => {
  it("asks for a parser where the model chooses tools", () => {
    expect(refused("--enable-auto-tool-choice")).toEqual(["start-refused"]);
    expect(refused("--enable-auto-tool-choice", "--tool-call-parser", "")).toEqual(["start-refused"]);
    expect(refused("--enable-auto-tool-choice", "--tool-call-parser", "hermes")).toEqual([]);
    expect(refused("--no-enable-auto-tool-choice")).toEqual([]);
    expect(refused("--tool-call-parser", "hermes")).toEqual([]);
  });

  it("takes one name of the pooling type", () => {
    expect(refused("--pooler-config", '{"pooling_type":"MEAN","seq_pooling_type":"CLS"}')).toEqual(["start-refused"]);
    expect(refused("--pooler-config", '{"pooling_type":"ALL","tok_pooling_type":"ALL"}')).toEqual(["start-refused"]);
    expect(refused("--pooler-config", '{"pooling_type":"MEAN","seq_pooling_type":null}')).toEqual([]);
    expect(refused("--pooler-config", '{"seq_pooling_type":"CLS","tok_pooling_type":"ALL"}')).toEqual([]);
  });

  it("asks what balancing between replicas needs", () => {
    expect(refused("-dp", "2", "--data-parallel-external-lb")).toEqual(["start-refused"]);
    expect(refused("-dp", "2", "--data-parallel-external-lb", "--data-parallel-rank", "1")).toEqual([]);
    expect(refused("-dp", "2", "--data-parallel-external-lb", "--nnodes", "2")).toEqual([]);
    expect(refused("-dp", "4", "--data-parallel-rank", "1", "--data-parallel-size-local", "2")).toHaveLength(1);
    expect(refused("-dp", "4", "--data-parallel-rank", "1", "--data-parallel-size-local", "1")).toEqual([]);
    expect(refused("-dp", "4", "--data-parallel-hybrid-lb")).toEqual(["start-refused"]);
    expect(refused("-dp", "4", "--data-parallel-hybrid-lb", "--data-parallel-size-local", "2")).toEqual([]);
    expect(refused("-dp", "2", "-dpe", "-dph", "--data-parallel-rank", "0")).toEqual(["start-refused"]);
  });
});
