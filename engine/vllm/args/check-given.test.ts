import { describe, expect, it } from "vitest";
import { loadServeFacts } from "../facts.js";
import { checkGiven } from "./check-given.js";
import { readServeArgs } from "./read-serve-args.js";

const facts = loadServeFacts();
const refused = (...words: string[]) => checkGiven(readServeArgs(words, facts), facts).map(({ code }) => code);

describe("flags that vLLM refuses by themselves", () => {
  it("asks for a parser where the model chooses tools", () => {
    expect(refused("--enable-auto-tool-choice")).toEqual(["start-refused"]);
    expect(refused("--enable-auto-tool-choice", "--tool-call-parser", "")).toEqual(["start-refused"]);
    expect(refused("--enable-auto-tool-choice", "--tool-call-parser", "hermes")).toEqual([]);
    expect(refused("--no-enable-auto-tool-choice")).toEqual([]);
    expect(refused("--tool-call-parser", "hermes")).toEqual([]);
  });

  it("asks what logs, metrics and idle streams need", () => {
    expect(refused("--enable-log-outputs")).toEqual(["start-refused"]);
    expect(refused("--enable-log-outputs", "--enable-log-requests")).toEqual([]);
    expect(refused("--enable-log-outputs", "--no-enable-log-requests")).toEqual(["start-refused"]);
    expect(refused("--no-enable-log-outputs")).toEqual([]);
    expect(refused("--enable-per-request-metrics", "--disable-log-stats")).toEqual(["start-refused"]);
    expect(refused("--enable-per-request-metrics")).toEqual([]);
    expect(refused("--disable-log-stats")).toEqual([]);
    expect(refused("--sse-keep-alive-interval=-1")).toEqual(["start-refused"]);
    expect(refused("--sse-keep-alive-interval", "0")).toEqual([]);
  });

  it("asks what the port of gRPC needs", () => {
    const withFrontend = (value: string, ...words: string[]) => {
      const environment = [{ field: "variables.VLLM_USE_RUST_FRONTEND", value, text: "VLLM_USE_RUST_FRONTEND" }];
      return checkGiven(readServeArgs(words, facts), facts, environment).map(({ code }) => code);
    };
    expect(refused("--grpc-port", "50051")).toEqual(["start-refused"]);
    expect(withFrontend("0", "--grpc-port", "50051")).toEqual(["start-refused"]);
    expect(withFrontend("1", "--grpc-port", "50051")).toEqual([]);
    expect(withFrontend("1", "--grpc-port", "None")).toEqual([]);
    expect(withFrontend("1", "--grpc-port", "65536")).toEqual(["start-refused"]);
    expect(withFrontend("1", "--grpc-port=-1")).toEqual(["start-refused"]);
    expect(withFrontend("1", "--grpc-port", "0", "--port", "0")).toEqual([]);
    expect(withFrontend("1", "--grpc-port", "8000")).toEqual(["start-refused"]);
    expect(withFrontend("1", "--grpc-port", "8000", "--port", "8001")).toEqual([]);
    expect(withFrontend("1", "--grpc-port", "8000", "--uds", "/run/vllm")).toEqual([]);
    expect(withFrontend("1", "--grpc-port", "50051", "--grpc")).toEqual(["start-refused"]);
    expect(withFrontend("1", "--grpc-port", "50051", "--headless")).toEqual(["start-refused"]);
    expect(withFrontend("1", "--grpc-port", "50051", "--api-server-count", "0")).toEqual(["start-refused"]);
    expect(withFrontend("1", "--grpc-port", "50051", "--api-server-count", "2")).toEqual([]);
    const balanced = ["-dp", "4", "--data-parallel-size-local", "2", "--data-parallel-multi-port-external-lb"];
    expect(withFrontend("1", ...balanced)).toEqual([]);
    expect(withFrontend("1", "--grpc-port", "50051", ...balanced)).toEqual(["start-refused"]);
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

  it("knows the release's reasoning parsers, where the configuration looks one up", () => {
    expect(refused("--reasoning-parser", "qwen3")).toEqual([]);
    expect(refused("--reasoning-parser", "")).toEqual([]);
    expect(refused("--reasoning-parser", "qwen4")).toEqual(["start-refused"]);
    expect(refused("--reasoning-parser", "ours", "--reasoning-parser-plugin", "ours.py")).toEqual([]);
    const at = (release: string, name: string) =>
      checkGiven(readServeArgs(["--reasoning-parser", name], loadServeFacts(release)), loadServeFacts(release));
    expect(at("0.22.1", "kimi_k3")).toHaveLength(1);
    expect(at("0.33.0", "kimi_k3")).toEqual([]);
    expect(at("0.19.1", "nothing")).toEqual([]);
  });

  it("takes a version for hidden metrics", () => {
    expect(refused("--show-hidden-metrics-for-version", "0.20")).toEqual([]);
    expect(refused("--show-hidden-metrics-for-version", "v0.20")).toEqual([]);
    expect(refused("--show-hidden-metrics-for-version", "auto")).toEqual(["start-refused"]);
  });

  it("asks what a port for each replica needs", () => {
    const ports = (...words: string[]) => refused("--data-parallel-multi-port-external-lb", ...words);
    const four = ["-dp", "4", "--data-parallel-size-local", "2"];
    expect(ports(...four)).toEqual([]);
    expect(refused("-dp", "4")).toEqual([]);
    expect(ports("-dp", "4")).toEqual(["start-refused"]);
    expect(ports("-dp", "1", "--data-parallel-size-local", "2")).toEqual(["start-refused"]);
    expect(ports("-dp", "4", "--data-parallel-size-local", "1")).toEqual(["start-refused"]);
    expect(ports("-dp", "3", "--data-parallel-size-local", "2")).toEqual(["start-refused"]);
    expect(ports(...four, "--data-parallel-hybrid-lb")).toEqual(["start-refused"]);
    expect(ports("-dp", "4", "--data-parallel-rank", "0", "--data-parallel-size-local", "1")).toHaveLength(1);
  });
});
