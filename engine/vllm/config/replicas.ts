import { isIn } from "../presence.js";
import { setKnown, type Draft } from "./draft.js";
import type { Json, JsonObject } from "../../common/json.js";
import type { OtherFlag, Setting } from "../../serving/given.js";
import type { Origin } from "../../serving/origin.js";

/** Releases in which a first rank of 0 counts as given. */
const firstRankMayBe0 = ["0.28.0"];
/** Releases that count ranks of prefill context parallelism when they spread replicas over nodes. */
const nodesHoldPrefillRanks = ["0.30.0"];
/** Releases in which a stated rank takes precedence over the node's. */
const statedRankFirst = ["0.31.0"];

export interface GivenReplicas {
  readonly settings: readonly Setting[];
  readonly otherFlags: readonly OtherFlag[];
}

/** Derives which data parallel replicas run on this node, and who spreads requests over them. */
export function completeReplicas(draft: Draft, { settings, otherFlags }: GivenReplicas, release: string): void {
  const parallel = draft.document["parallel_config"] as JsonObject;
  const given = (field: string) =>
    settings.find(({ flag, value }) => flag.field === `parallel_config.${field}` && value !== null);
  const other = (flag: string) => otherFlags.find((found) => found.known && found.flag === flag);
  const number = (field: string) => (parallel[field] ?? 1) as number;
  const set = (field: string, value: Json, origin: Origin) =>
    setKnown(draft, `parallel_config.${field}`, value, origin);

  const replicas = number("data_parallel_size");
  const isExternal = parallel["data_parallel_external_lb"] === true;
  const ofNode = replicasOfNode(parallel, release);
  const stated = given("data_parallel_rank");
  const local = given("data_parallel_size_local");
  const isRankOfNode =
    ofNode !== null && isExternal && replicas > 1 && (stated === undefined || !isIn(statedRankFirst, release));
  if (isExternal || stated !== undefined) {
    const rank = isRankOfNode ? ofNode.rank : ((stated?.value ?? 0) as number);
    setRank(set, rank, isRankOfNode ? fromNode : (stated?.origin ?? derived("a single replica")));
    set("data_parallel_external_lb", true, stated?.origin ?? derived("a flag says so"));
    set("data_parallel_hybrid_lb", false, derived("requests come to each replica from outside"));
    // Several replicas that flags or nodes put here are refused by a rule.
    const nodes = ofNode === null || (isExternal && replicas > 1) ? 1 : ofNode.local;
    if (local === undefined)
      set("data_parallel_size_local", nodes, derived("a server with a rank of its own runs that replica"));
    return;
  }
  if (local === undefined && ofNode === null) {
    set("data_parallel_size_local", replicas, derived("all replicas run on this node by default"));
    setRank(set, 0, derived("the data parallel rank"));
    return;
  }
  if (local === undefined && ofNode !== null) set("data_parallel_size_local", ofNode.local, fromNode);
  const first = other("--data-parallel-start-rank");
  const isFirstGiven = first !== undefined && (first.value !== 0 || isIn(firstRankMayBe0, release));
  if (isFirstGiven && other("--headless")?.value !== true) set("data_parallel_hybrid_lb", true, first.origin);
  if (isFirstGiven) setRank(set, first.value, first.origin);
  else setRank(set, ofNode?.rank ?? 0, ofNode === null ? derived("the data parallel rank") : fromNode);
}

const fromNode: Origin = { kind: "derived", text: "replicas are spread over the nodes in order" };

function derived(text: string): Origin {
  return { kind: "derived", text };
}

function setRank(set: (field: string, value: Json, origin: Origin) => unknown, rank: Json, origin: Origin): void {
  set("data_parallel_rank", rank, origin);
  set("data_parallel_index", rank, origin);
}

/** The first replica of this node and their number; null on a single node. */
function replicasOfNode(
  parallel: JsonObject,
  release: string,
): { readonly rank: number; readonly local: number } | null {
  const number = (field: string) => (parallel[field] ?? 1) as number;
  if (number("nnodes") <= 1) return null;
  const prefill = isIn(nodesHoldPrefillRanks, release) ? number("prefill_context_parallel_size") : 1;
  const ofReplica = number("pipeline_parallel_size") * number("tensor_parallel_size") * prefill;
  const ofNode = Math.floor((number("data_parallel_size") * ofReplica) / number("nnodes"));
  const node = (parallel["node_rank"] ?? 0) as number;
  return { rank: Math.floor((node * ofNode) / ofReplica), local: Math.max(Math.floor(ofNode / ofReplica), 1) };
}
