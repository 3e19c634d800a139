/** Runs a function of a bench's bundle in a process of its own, so that its memory and its first time are its own. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** `module`: `import.meta.url` of the bundle. The function's result must survive JSON. */
export async function inChild<Result>(module: string, exported: string, argument: unknown): Promise<Result> {
  const code = `const { ${exported} } = await import(${JSON.stringify(module)});
    console.log(JSON.stringify(await ${exported}(${JSON.stringify(argument)})));`;
  const args = ["--expose-gc", "--input-type=module", "-e", code];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const result: Result = JSON.parse(stdout);
  return result;
}
