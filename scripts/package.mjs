/**
 * `npm run package`: a production build and valuemark-<version>.vsix. Prints its size and what is in it, and fails if
 * it is over 3 MB or holds what must not be shipped.
 */
import { PackageManager, createVSIX, listFiles } from "@vscode/vsce";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { buildAll, overSizeBars } from "../esbuild.mjs";
import { repoRoot } from "./lib/paths.mjs";

const vsixBar = 3_000_000;
const required = ["package.json", "README.md", "LICENSE", "NOTICE", "dist/extension.cjs"];

/**
 * @param {readonly string[]} files in the package, relative
 * @returns {string[]} what is wrong with them
 */
export function wrongFiles(files) {
  const complaints = required
    .filter((name) => !files.includes(name))
    .map((name) => `${name} is not in the package`);
  for (const file of files) {
    if (/\.(node|so|dll|dylib|exe)$/i.test(file)) complaints.push(`${file} is native code`);
    if (/^(test|src|webview|scripts|examples|docs)\/|node_modules|\.map$|\.tsx?$/.test(file))
      complaints.push(`${file} is not to be shipped`);
    if (file.split("/").includes("..")) complaints.push(`${file} lies outside`);
  }
  return complaints;
}

/** @param {readonly string[]} packages in the bundles @returns {string[]} one complaint per package not in NOTICE */
function unnamed(packages) {
  const notice = fs.readFileSync(path.join(repoRoot, "NOTICE"), "utf8");
  return packages
    .filter((name) => !notice.includes(`- ${name} `))
    .map((name) => `${name} is bundled and not named in NOTICE`);
}

async function main() {
  const { outputs, packages } = await buildAll({ production: true });
  const version = JSON.parse(fs.readFileSync(path.join(repoRoot, "package.json"), "utf8")).version;
  const packagePath = path.join(repoRoot, `valuemark-${version}.vsix`);
  const files = (await listFiles({ cwd: repoRoot, packageManager: PackageManager.None })).sort();
  // Prints what is in the package, with sizes.
  await createVSIX({
    cwd: repoRoot,
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    // There is no published repository that links of the README could lead to.
    rewriteRelativeLinks: false,
    skipLicense: false,
  });
  const bytes = fs.statSync(packagePath).size;
  console.log(`${path.basename(packagePath)}: ${bytes} bytes, ${files.length} files (the bar is ${vsixBar})`);
  const complaints = [...wrongFiles(files), ...unnamed(packages), ...overSizeBars(outputs)];
  if (bytes > vsixBar) complaints.push(`the package has ${bytes} bytes; the bar is ${vsixBar}`);
  for (const complaint of complaints) console.error(complaint);
  process.exitCode = complaints.length > 0 ? 1 : 0;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
