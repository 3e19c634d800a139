/**
 * Where things are in a project's `.valuemark` folder. Ids and names come from data and from people: they only
 * ever become file names through `fileNameOf`, which no text can leave the folder by.
 */
import { isAbsolute, join, relative, sep } from "node:path";
import { hashText } from "../core/conversation/hash.ts";

export const PROJECT_FOLDER = ".valuemark";

const MAX_SLUG = 60;
const HASH_DIGITS = 10;
const ENDS_LIKE_HASH = /-[0-9a-f]{10}$/;
/** Device names on Windows, also with an extension. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;
const KEY = /^[a-z0-9][a-z0-9._-]{0,80}$/;

/**
 * A readable file name (without extension) for any text, in a–z 0–9 . _ - : safe on Windows, macOS and Linux,
 * at most 71 characters. Different texts get different names, also where the file system ignores case: whenever
 * the text can't stand as it is, a hash of it is added.
 */
export function fileNameOf(text: string): string {
  const slug = slugOf(text);
  if (slug !== "" && slug === text && !RESERVED.test(slug) && !ENDS_LIKE_HASH.test(slug)) return slug;
  return withHash(slug, text);
}

/**
 * The folder name of a corpus: a readable slug of its path and a hash of the same. `relativePath`: from the
 * project's root, with "/" between its parts. Composed and decomposed accents (macOS) give the same key.
 */
export function corpusKeyOf(relativePath: string): string {
  const path = relativePath.normalize("NFC");
  return withHash(slugOf(path), path);
}

/**
 * `corpusKeyOf` for a path on this machine. A file outside `root` is known by its path as seen from `root`, or
 * by its whole path on another drive.
 */
export function corpusKeyOfFile(root: string, file: string): string {
  const path = relative(root, file) || ".";
  return corpusKeyOf((isAbsolute(path) ? file : path).split(sep).join("/"));
}

/** The files of one corpus. All arguments may be any text. */
export interface CorpusPaths {
  /** The `.valuemark` folder. */
  readonly projectFolder: string;
  readonly key: string;
  readonly folder: string;
  readonly runsFolder: string;
  readonly judgementsFolder: string;
  /** Adjudicators' decisions: the same format, apart from what these people say as raters. */
  readonly adjudicationsFolder: string;
  run(id: string): string;
  suggestions(run: string): string;
  judgements(rater: string): string;
  adjudications(adjudicator: string): string;
  sample(name: string): string;
}

/** `projectFolder`: the `.valuemark` folder. Throws a RangeError if `key` isn't a corpus key. */
export function corpusPaths(projectFolder: string, key: string): CorpusPaths {
  if (!KEY.test(key) || key.endsWith(".")) throw new RangeError("not a corpus key");
  const folder = join(projectFolder, key);
  const runsFolder = join(folder, "runs");
  const judgementsFolder = join(folder, "judgements");
  const adjudicationsFolder = join(folder, "adjudications");
  return {
    projectFolder,
    key,
    folder,
    runsFolder,
    judgementsFolder,
    adjudicationsFolder,
    run: (id) => join(runsFolder, `${fileNameOf(id)}.json`),
    suggestions: (run) => join(folder, "suggestions", `${fileNameOf(run)}.jsonl`),
    judgements: (rater) => join(judgementsFolder, `${fileNameOf(rater)}.jsonl`),
    adjudications: (adjudicator) => join(adjudicationsFolder, `${fileNameOf(adjudicator)}.jsonl`),
    sample: (name) => join(folder, "samples", `${fileNameOf(name)}.json`),
  };
}

function slugOf(text: string): string {
  // Long texts are cut before the work: what follows is linear, but a name needs no megabyte.
  const plain = text
    .slice(0, 4 * MAX_SLUG)
    .normalize("NFKD")
    .toLowerCase();
  const slug = plain
    .replace(/\p{M}+/gu, "")
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/\.{2,}/g, ".");
  return slug
    .replace(/^[._-]+/, "")
    .slice(0, MAX_SLUG)
    .replace(/[._-]+$/, "");
}

function withHash(slug: string, text: string): string {
  // As JSON, because a hash takes all lone surrogates for the same character.
  const hash = hashText(JSON.stringify(text)).slice(0, HASH_DIGITS);
  return slug === "" ? `x-${hash}` : `${RESERVED.test(slug) ? "x-" : ""}${slug}-${hash}`;
}
