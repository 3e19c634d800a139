import { execFile } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { createVSIX, listFiles, PackageManager } from "@vscode/vsce";
import type { BenchRow } from "./bench.ts";
import { extensionFolder, scratchFolder } from "./frame/corpus-file.ts";
import { ROUNDS, series } from "./frame/rounds.ts";

export const usesExtension = true;

/** What is shipped: the sizes of its bundles and of the package, and how long it takes to activate. */
export async function run(): Promise<BenchRow[]> {
  return [...sizes(), ...(await vsix()), ...(await activation())];
}

function sizes(): BenchRow[] {
  const dist = join(extensionFolder(), "dist");
  const webviews = readdirSync(join(dist, "webview"))
    .filter((name) => name.endsWith(".js"))
    .map((name) => ({ name, bytes: statSync(join(dist, "webview", name)).size }));
  const kilobytes = (bytes: number): number => bytes / 1_000;
  return [
    {
      name: "host bundle, without the SDK",
      value: kilobytes(statSync(join(dist, "extension.cjs")).size),
      unit: "kB",
      note: "dist/extension.cjs, minified; all that is loaded at activation",
      bar: { atMost: 300 },
    },
    {
      name: "largest webview bundle",
      value: kilobytes(Math.max(...webviews.map(({ bytes }) => bytes))),
      unit: "kB",
      note: webviews.map(({ name, bytes }) => `${name} ${Math.round(kilobytes(bytes))}`).join(", "),
      bar: { atMost: 250 },
    },
  ];
}

async function vsix(): Promise<BenchRow[]> {
  const cwd = extensionFolder();
  const packagePath = join(scratchFolder(), "valuemark.vsix");
  const files = await listFiles({ cwd, packageManager: PackageManager.None });
  await createVSIX({
    cwd,
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  const native = files.filter((file) => /\.(node|so|dll|dylib|exe)$/i.test(file));
  return [
    {
      name: "vsix",
      value: statSync(packagePath).size / 1e6,
      unit: "MB",
      note: `${files.length} files`,
      bar: { atMost: 3 },
    },
    { name: "native modules in it", value: native.length, unit: "files", bar: { atMost: 0 } },
  ];
}

interface Activation {
  readonly load: number;
  readonly activate: number;
  readonly all: number;
}

async function activation(): Promise<BenchRow[]> {
  const name = "activation: in `activate`";
  const bar = { atMost: 50 };
  try {
    const args = ["scripts/bench-activation.mjs", extensionFolder(), String(ROUNDS)];
    const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 26 });
    const times: Activation[] = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
    const of = (part: keyof Activation) => ({ ...series(times.map((each) => each[part])), unit: "ms" });
    const note = "a fresh extension host each, 2 s after its start";
    return [
      { name, ...of("activate"), note, bar },
      { name: "activation: loading the bundle", ...of("load"), note },
      { name: "activation: in all, as its caller sees it", ...of("all"), note },
    ];
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 2_000) : "";
    console.error(`no extension host to activate in: ${why}`);
    return [{ name, value: Number.NaN, unit: "ms", note: "no extension host could be started here", bar }];
  }
}
