import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { isUnreadable } from "../../../src/core/extraction/engine/ports.ts";
import { toMessageParams } from "../../../src/core/extraction/wire/anthropic-params.ts";
import { parseEntry } from "../../../src/core/extraction/engine/ledger-entry.ts";
import { openRunLedger } from "../../../src/store/run-ledger.ts";
import { costOf } from "../../../src/core/extraction/cost/cost.ts";
import { contentKey } from "../../standin/ledger.ts";
import { seeded } from "../../standin/random.ts";
import { startStandin, type Standin, type StandinOptions } from "../../standin/server.ts";
import { labelledIds, ledgerOf, PRICE, tasksOf, type Sitting } from "./world.ts";

const COUNT = 240;
const ROUNDS = 7;

let bundles = "";
beforeAll(async () => {
  bundles = await mkdtemp(join(tmpdir(), "valuemark-worker-"));
  await build({
    entryPoints: [fileURLToPath(new URL("worker.ts", import.meta.url))],
    bundle: true,
    platform: "node",
    format: "esm",
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    outfile: join(bundles, "worker.mjs"),
  });
});
afterAll(() => rm(bundles, { recursive: true, force: true }));

interface Worker {
  readonly child: ChildProcess;
  /** The end as JSON; "" when killed. */
  readonly output: Promise<string>;
}

function start(sitting: Sitting): Worker {
  const child = spawn(process.execPath, [join(bundles, "worker.mjs"), JSON.stringify(sitting)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  return { child, output: new Promise((resolve) => child.once("close", () => resolve(output))) };
}

async function setUp(options: StandinOptions): Promise<{ standin: Standin; folder: string }> {
  const standin = await startStandin({ keepBodies: false, ...options });
  const folder = await mkdtemp(join(tmpdir(), "valuemark-kill-"));
  onTestFinished(async () => {
    await standin.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return { standin, folder };
}

const posts = ({ requests }: Standin, path: string): number =>
  requests.filter((one) => one.method === "POST" && one.path.split("?")[0] === path).length;

/** Kills the sitting as soon as `isTime`, unless it ends before. */
async function killWhen(worker: Worker, isTime: () => boolean): Promise<boolean> {
  while (!isTime() && worker.child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 2));
  const isKilled = worker.child.kill("SIGKILL");
  await worker.output;
  return isKilled;
}

/** Keys of calls that the ledger has as sent and not as settled: under way when a process was killed. */
async function cutOff(folder: string): Promise<string[]> {
  const open = new Map<string, string>();
  for (const line of (await readFile(ledgerOf(folder), "utf8")).split("\n")) {
    const parsed = parseEntry(line);
    if (parsed.status !== "entry") continue;
    if (parsed.entry.kind === "sent") open.set(parsed.entry.call, parsed.entry.key);
    if (parsed.entry.kind === "settled") open.delete(parsed.entry.call);
  }
  return [...open.values()];
}

describe("a run whose process is killed (SIGKILL)", () => {
  it(
    `by single calls, ${ROUNDS} times: pays twice for nothing but calls under way at a kill`,
    { timeout: 180_000 },
    async () => {
      const { standin, folder } = await setUp({ latencyMs: 15 });
      const sitting: Sitting = {
        folder,
        url: standin.url,
        key: standin.key,
        count: COUNT,
        kind: "single",
        concurrency: 6,
        cap: 30,
      };
      const random = seeded(5);
      let kills = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const until = posts(standin, "/v1/messages") + 5 + Math.floor(random() * 40);
        if (await killWhen(start(sitting), () => posts(standin, "/v1/messages") >= until)) kills++;
      }
      const end: unknown = JSON.parse(await start(sitting).output);
      expect(end).toMatchObject({ reason: "finished", left: 0, done: COUNT, failed: 0 });
      const ids = await labelledIds(folder);
      expect(new Set(ids).size).toBe(COUNT);
      expect(ids.length).toBe(COUNT);
      const wasOpen = await cutOff(folder);
      const keyOf = new Map<string, string>();
      for await (const task of tasksOf(COUNT).read(0, COUNT))
        if (!isUnreadable(task))
          for (const request of task.requests) keyOf.set(contentKey(toMessageParams(request)), request.key);
      const twice = standin.ledger.paidTwice();
      console.log(
        `single calls: ${kills} kills, ${standin.ledger.bill.answers} answers paid for ${COUNT} conversations; ${wasOpen.length} calls were under way at a kill, ${twice.length} of them paid for twice`,
      );
      expect(kills).toBeGreaterThanOrEqual(5);
      expect(twice.filter(({ content }) => !wasOpen.includes(keyOf.get(content) ?? ""))).toEqual([]);
      expect(standin.ledger.bill.answers - COUNT).toBeLessThanOrEqual(wasOpen.length);
      const { state } = await openRunLedger(ledgerOf(folder));
      state.closeOpenCalls();
      expect(costOf(standin.ledger.bill, PRICE)).toBeLessThanOrEqual(state.spent + state.unsure + 1e-6);
    },
  );

  it(
    `by batches, ${ROUNDS} times, also between asking for a batch and writing down its id: pays once for each`,
    { timeout: 180_000 },
    async () => {
      const { standin, folder } = await setUp({ batchMs: 250 });
      const sitting: Sitting = {
        folder,
        url: standin.url,
        key: standin.key,
        count: COUNT,
        kind: "batches",
        shardRequests: 15,
        cap: 30,
      };
      const random = seeded(9);
      let kills = 0;
      let unknown = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const worker = start(sitting);
        if (round % 2 === 0) {
          const before = standin.requests.length;
          // The very moment at which a batch is asked for.
          if (
            await killWhen(worker, () => standin.requests.slice(before).some((one) => one.method === "POST"))
          )
            kills++;
        } else {
          const until = standin.requests.length + 2 + Math.floor(random() * 8);
          if (await killWhen(worker, () => standin.requests.length >= until)) kills++;
        }
        const { state } = await openRunLedger(ledgerOf(folder));
        if ([...state.shards.values()].some(({ batch }) => batch === undefined)) unknown++;
      }
      const end: unknown = JSON.parse(await start(sitting).output);
      expect(end).toMatchObject({ reason: "finished", left: 0, done: COUNT, failed: 0 });
      console.log(
        `batches: ${kills} kills, ${unknown} of them with a batch of unknown fate; ${standin.ledger.bill.answers} answers paid for ${COUNT} conversations`,
      );
      expect(kills).toBeGreaterThanOrEqual(5);
      expect(unknown).toBeGreaterThan(0);
      expect(standin.ledger.paidTwice()).toEqual([]);
      expect(standin.ledger.bill.answers).toBe(COUNT);
      expect(new Set(await labelledIds(folder)).size).toBe(COUNT);
      expect((await labelledIds(folder)).length).toBe(COUNT);
      const { state, problems } = await openRunLedger(ledgerOf(folder));
      expect(problems.filter(({ reason }) => reason !== "torn")).toEqual([]);
      // The stand-in makes results anew at each reading, when more of the prompt is in its cache than when it billed.
      expect(state.spent / costOf(standin.ledger.bill, PRICE, true)).toBeCloseTo(1, 1);
    },
  );
});
