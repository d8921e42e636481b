import { judge, type Judged } from "./judge.js";
import { randomOf } from "./random.js";
import { pairOf, type Theme } from "./themes.js";
import { NotLoaded } from "./versions.js";

export interface Task {
  readonly theme: Theme;
  readonly index: number;
  readonly seed: number;
  readonly seconds: number;
  readonly documents: number;
  readonly milliseconds: number;
  readonly isHunt: boolean;
}

export interface Report {
  readonly name: string;
  readonly tags: readonly string[];
  /** `none`: there is no such pair; `not-loaded`: one of its versions does not load. */
  readonly judged: Judged | "none" | "not-loaded";
  readonly why?: string;
}

export async function perform({ theme, index, seed, seconds, documents, milliseconds, isHunt }: Task): Promise<Report> {
  const pair = await pairOf(theme, index, seed);
  if (pair === null) return { name: "", tags: [], judged: "none" };
  const { name, tags } = pair;
  if (tags.length === 0) return { name, tags, judged: "not-loaded" };
  try {
    return {
      name,
      tags,
      judged: await judge(pair, { seconds, budget: { documents, milliseconds }, isHunt }, randomOf(seed + index)),
    };
  } catch (error) {
    if (error instanceof NotLoaded) return { name, tags, judged: "not-loaded", why: error.message };
    throw error;
  }
}

if (process.send !== undefined && process.env.FETTLE_ATTACK_WORKER === "1") {
  const send = process.send.bind(process) as (report: Report) => void;
  process.on("message", (task: Task) => {
    void perform(task).then(send, (error: unknown) =>
      send({
        name: `${task.theme} ${task.index}`,
        tags: [],
        judged: "not-loaded",
        why: `attack failed: ${error instanceof Error ? error.stack : String(error)}`,
      }),
    );
  });
}
