/** The programs that the benchmarks compare with, where this machine has them or npm can bring them. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const repoRoot = process.cwd();
const peersDir = path.join(repoRoot, ".bench-peers");
const wanted = path.join(repoRoot, "test/bench/peers");

/** Wall-clock time in ms of a program that ended well; undefined when there is none, or when it failed. */
export function timeProgram(command: string, args: readonly string[]): number | undefined {
  const start = performance.now();
  const { status } = spawnSync(command, args, { stdio: "ignore" });
  return status === 0 ? performance.now() - start : undefined;
}

/** What a Python program prints, or undefined where there is no Python 3 (or it failed). */
export function runPython(code: string, args: readonly string[] = []): string | undefined {
  const { status, stdout } = spawnSync("python3", ["-c", code, ...args], { encoding: "utf8" });
  return status === 0 ? stdout : undefined;
}

/** DuckDB as far as we use it. */
export interface DuckDb {
  readonly version: string;
  /** Runs SQL and reads all rows of its result. */
  run(sql: string): Promise<number>;
}

interface DuckDbModule {
  version(): string;
  readonly DuckDBInstance: {
    create(path: string): Promise<{
      connect(): Promise<{
        runAndReadAll(sql: string): Promise<{ getRows(): unknown[] }>;
      }>;
    }>;
  };
}

/** Installed into .bench-peers on first use; undefined when that fails (no network, no build for this platform). */
export async function duckDb(): Promise<DuckDb | undefined> {
  try {
    if (!fs.existsSync(path.join(peersDir, "node_modules/@duckdb/node-api/package.json"))) install();
    const require = createRequire(path.join(peersDir, "package.json"));
    const module = require("@duckdb/node-api") as DuckDbModule;
    const connection = await (await module.DuckDBInstance.create(":memory:")).connect();
    await connection.runAndReadAll("SET threads TO 2");
    return {
      version: module.version(),
      run: async (sql) => (await connection.runAndReadAll(sql)).getRows().length,
    };
  } catch (error) {
    console.error(`no DuckDB to compare with: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

function install(): void {
  fs.mkdirSync(peersDir, { recursive: true });
  fs.copyFileSync(path.join(wanted, "package.json"), path.join(peersDir, "package.json"));
  console.error("… installing what the benchmarks compare with into .bench-peers");
  // No lock file: a registry may lack the builds for other platforms. The version is exact all the same.
  const args = ["install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund"];
  const { status } = spawnSync("npm", args, { cwd: peersDir, stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) throw new Error(`npm install ended with ${status}`);
}
