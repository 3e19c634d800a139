/**
 * `bench-activation.mjs <extension folder> <starts>`: activates an extension in so many fresh extension hosts and
 * prints the times in ms, `{load, activate, all}` each, as a list in JSON on the last line. For test/bench/shipped.ts.
 */
import path from "node:path";
import { buildHostSuite, chooseExecutable, runHostSuite } from "./host-test.mjs";
import { repoRoot } from "./lib/paths.mjs";

const [extension, starts] = process.argv.slice(2);
if (extension === undefined || !(Number(starts) > 0)) throw new Error("needs a folder and a number");

// Beside node_modules, in which it looks for mocha.
const suite = path.join(repoRoot, "dist/test/bench/activation-suite.cjs");
await buildHostSuite(path.join(repoRoot, "test/bench/host"), suite);
const launcher = await chooseExecutable();
const times = [];
let said = "";
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = (/** @type {string | Uint8Array} */ chunk) => {
  said += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
  return process.stderr.write(chunk);
};
for (let n = 0; n < Number(starts); n++) {
  said = "";
  const { failed } = await runHostSuite({ suite, launcher, extension });
  const found = /timed: (\{.*\})/.exec(said)?.[1];
  if (failed > 0 || found === undefined) throw new Error("the extension was not activated");
  times.push(JSON.parse(found));
}
write(`${JSON.stringify(times)}\n`);
