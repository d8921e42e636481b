import MarkdownIt from "markdown-it";
import { describe, expect, test } from "vitest";
import { plain } from "../terminal/style.js";
import {
  failingKinds,
  upgradeKinds,
  type Upgraded,
  type UpgradeChange,
  type UpgradedDeployment,
  type UpgradeKind,
} from "../../upgrade/upgraded.js";
import { upgradeReports } from "../formats.js";

const hostile = `<script>alert(1)</script>|"' \u001b[31m::error::`;
const style = { colors: plain, columns: null };

const field: UpgradeChange = {
  ...{ kind: "field", name: "cache_config.gpu_memory_utilization", before: 0.9, after: 0.92, since: "0.20.0" },
  causes: [
    {
      kind: "origin",
      before: { kind: "default", text: "default of vLLM 0.19.0", isConstant: true },
      after: { kind: "default", text: "default of vLLM 0.33.0", isConstant: true },
    },
  ],
  keep: { kind: "flags", args: ["--gpu-memory-utilization", "0.9"], isAlone: true },
};
const flag: UpgradeChange = {
  ...{ kind: "flag", name: "--old", before: `--old ${hostile}`, since: "0.27.0", keep: null },
  causes: [{ kind: "release", text: "vLLM 0.27.0 removed it" }],
};
const log: UpgradeChange = {
  ...{ kind: "log", name: "acme/a/b", after: `info: ${hostile}`, since: "0.28.0", keep: null },
  causes: [
    {
      kind: "rule",
      rule: "acme/a/rule",
      acts: "after",
      why: hostile,
      versions: ">=0.28.0",
      source: { project: "acme", file: "a.py", symbol: "A" },
      file: "a.pack.json",
      line: 3,
      because: [{ fact: "x", before: 1, after: 2 }],
    },
  ],
};
const failure: UpgradeChange = {
  kind: "failure",
  name: "acme/a/stop",
  after: "value: no",
  since: "0.29.0",
  causes: [],
  keep: null,
};

function deployment(
  name: string,
  changes: readonly UpgradeChange[],
  more: Partial<UpgradedDeployment> = {},
): UpgradedDeployment {
  return {
    name,
    from: "vllm@0.19.0",
    workload: null,
    environment: {},
    changes,
    fails: null,
    newFields: ["a", "b"],
    goneFields: [],
    askedOfMachine: name === "b.json" ? ["environment.platform"] : [],
    keep: changes.includes(field) ? { args: ["--gpu-memory-utilization", "0.9"], left: changes.length - 1 } : null,
    ...more,
  };
}

const upgraded: Upgraded = {
  ...{ version: "0.1.0", engine: "vLLM", from: ["vllm@0.19.0"], to: "vllm@0.33.0", isDowngrade: false },
  deployments: [
    deployment(`a${hostile}`, [failure, flag, field, log]),
    deployment("b.json", [field, log]),
    deployment("c.json", [field]),
    deployment("d.json", [], { fails: hostile }),
  ],
  ...{
    unchanged: ["e.json", "f.yaml"],
    flagsOnly: ["f.yaml"],
    tooEarly: [],
    findings: [],
    failOn: ["failure", "flag", "field"],
  },
};

const print = async (format: keyof typeof upgradeReports, given = upgraded) =>
  (await upgradeReports[format]())(given, style);

describe("what is shared is told once", () => {
  test("as text: worst first, with reasons, sources and flags", async () => {
    const text = await print("text");
    expect(text.match(/cache_config\.gpu_memory_utilization: 0\.9 → 0\.92/g)).toHaveLength(1);
    const order = [
      "failures  flags",
      "failure acme/a/stop",
      "flag --old: accepted → rejected",
      "3 deployments: a",
      "cache_config.gpu_memory_utilization",
      "preserve it with --gpu-memory-utilization 0.9",
      "log acme/a/b",
      "source: a.py, A",
      "flags that preserve current behavior",
      "6 deployments: 1 fails, 1 still fails",
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(order.filter((_, index) => places[index]! < 0)).toEqual([]);
    expect(places.toSorted((left, right) => left - right)).toEqual(places);
    expect(text).toContain("after: acme/a/rule (for >=0.28.0), since x is 2: ");
    expect(text).toContain("1 deployment is unchanged: e.json");
    expect(text).toContain(
      "some rules depend on hardware you have not described: platform (--platform, --compute-capability, --flash-attention): b.json",
    );
    expect(text).toContain(
      "compared only the flags of 1 deployment, whose config.json was not found (name the folder of their models with --models): f.yaml",
    );
    expect(text).not.toContain("\u001b");
  });

  test("a long overview says what it leaves out", async () => {
    const many = {
      ...upgraded,
      deployments: Array.from({ length: 130 }, (_, index) => deployment(`many/${index}.json`, [field])),
    };
    for (const format of ["text", "markdown"] as const) {
      const printed = await print(format, many);
      expect(printed).toContain("and 30 more, none of them worse");
      expect(printed.match(/^(?:\| `)?many\//gm)).toHaveLength(100);
    }
  });

  test("where no current release is known, that is said", async () => {
    expect(await print("text", { ...upgraded, from: [], to: "vllm@0.33.0" })).toMatch(
      /^unknown release → vllm@0\.33\.0/,
    );
  });

  test("a downgrade is called so", async () => {
    const text = await print("text", { ...upgraded, from: ["vllm@0.33.0"], to: "vllm@0.19.0", isDowngrade: true });
    expect(text).toContain("vllm@0.33.0 → vllm@0.19.0 (a downgrade)");
    expect(text).toContain("up to 0.20.0");
  });
});

test("as Markdown, no text of a deployment becomes markup", async () => {
  const page = new MarkdownIt({ html: true }).render(await print("markdown"));
  expect(page).not.toMatch(/<script|\u001b/);
  expect(page.match(/<details><summary>/g)).toHaveLength(4);
  expect(page).toContain("<table>");
});

describe("as a page", () => {
  test("no text of a deployment becomes markup, and nothing is loaded", async () => {
    const page = await print("html");
    expect(page).toContain("&#60;script&#62;alert(1)");
    expect(page.match(/<script>/g)).toHaveLength(1);
    expect(page).not.toMatch(/\u001b|<(?:img|link|iframe)|https?:/);
  });

  test("every link leads to a part of the page, and every id is there once", async () => {
    const page = await print("html");
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
    expect(ids).toContain("group-3");
    expect(page).not.toMatch(/<th scope="col"><\/th>/);
    expect(
      [...page.matchAll(/<h(\d)/g)].every(
        ([, level], index, all) => index === 0 || Number(level) <= Number(all[index - 1]![1]) + 1,
      ),
    ).toBe(true);
  });

  test("every element that is opened is closed", async () => {
    const open: string[] = [];
    const page = (await print("html")).replace(/<(style|script)>[\s\S]*?<\/\1>/g, "");
    for (const [, slash, name] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/g)) {
      if (["meta", "wbr", "br"].includes(name!)) continue;
      if (slash === "") open.push(name!);
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
  });
});

test("as JSON, with what it fails for", async () => {
  const { ok, failing, ...rest } = JSON.parse(await print("json"));
  expect([ok, failing]).toEqual([false, ["failure", "flag", "field"]]);
  expect(rest).toEqual(JSON.parse(JSON.stringify(upgraded)));
});

test("only the kinds that were asked for fail", () => {
  const failing = (failOn: readonly UpgradeKind[]) => failingKinds({ ...upgraded, failOn });
  expect(failing(["fixed"])).toEqual([]);
  expect(failing(["log"])).toEqual(["log"]);
  expect(failing(Object.keys(upgradeKinds) as UpgradeKind[])).toEqual(["failure", "flag", "field", "log"]);
  expect(failingKinds({ ...upgraded, failOn: ["unread"], findings: [{ code: "json-syntax" } as never] })).toEqual([
    "unread",
  ]);
});
