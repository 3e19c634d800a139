/** `.valuemark/project.json`: what a project is, and which version of the product may write to it. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { writeFileAtomic } from "./atomic-write.ts";
import type { FileSystemPort } from "./file-system.ts";
import { errorCode, nodeFileSystem } from "./file-system.ts";

/** Version of the layout below `.valuemark`. */
export const PROJECT_SCHEMA = 1;

const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(512));
const ProjectShape = v.object({
  schema: v.literal(PROJECT_SCHEMA),
  taxonomy: v.optional(v.object({ id: Name, hash: Name })),
  codebook: v.optional(Name),
  raters: v.optional(v.array(Name), []),
  watchList: v.optional(v.array(Name)),
});

export type Project = v.InferOutput<typeof ProjectShape>;

export type ProjectReading =
  | { readonly status: "none" }
  | { readonly status: "ok"; readonly project: Project }
  /** Written by a newer version of the product: may be read, must not be written. */
  | { readonly status: "newer"; readonly schema: number }
  /** Not a project file, e.g. with merge conflict markers: must not be overwritten. `reason` names a field. */
  | { readonly status: "bad"; readonly reason: string };

/** Writing was refused; `message` is for people. */
export class ProjectIsReadOnly extends Error {
  readonly reading: ProjectReading;
  constructor(reading: ProjectReading) {
    super(
      reading.status === "newer"
        ? `This project was written by a newer Valuemark (schema ${reading.schema}, this version knows ${PROJECT_SCHEMA}). It is opened read-only; update the extension to change it.`
        : `project.json can't be read${reading.status === "bad" ? ` (${reading.reason})` : ""}. It is left as it is; repair it to go on.`,
    );
    this.name = "ProjectIsReadOnly";
    this.reading = reading;
  }
}

const ATTRIBUTES = [
  // Judgement files only grow: a merge keeps the lines of both sides. Line breaks stay as written.
  "*/judgements/*.jsonl merge=union -text",
  "*/adjudications/*.jsonl merge=union -text",
  // So do suggestions; a deterministic run has the same id and the same lines on every machine.
  "*/suggestions/*.jsonl merge=union -text",
];

/** Reads the project; throws only if the file is there but the file system refuses it. */
export async function readProject(folder: string): Promise<ProjectReading> {
  return (await readRaw(folder)).reading;
}

/**
 * Before the first write: creates project.json and .gitattributes if missing. Throws `ProjectIsReadOnly` if the
 * project is newer or damaged, or the file system's error.
 */
export async function ensureProject(folder: string, fs: FileSystemPort = nodeFileSystem): Promise<Project> {
  const { reading } = await readRaw(folder);
  await ensureAttributes(folder, reading, fs);
  if (reading.status === "ok") return reading.project;
  if (reading.status !== "none") throw new ProjectIsReadOnly(reading);
  return updateProject(folder, {}, fs);
}

/** Sets the given fields and leaves all others in the file, known or not, as they are. Throws like `ensureProject`. */
export async function updateProject(
  folder: string,
  changes: Partial<Omit<Project, "schema">>,
  fs: FileSystemPort = nodeFileSystem,
): Promise<Project> {
  const { reading, fields } = await readRaw(folder);
  if (reading.status === "newer" || reading.status === "bad") throw new ProjectIsReadOnly(reading);
  const next = { ...fields, ...changes, schema: PROJECT_SCHEMA };
  const project = v.parse(ProjectShape, next);
  await writeFileAtomic(join(folder, "project.json"), `${JSON.stringify(next, null, 2)}\n`, fs);
  await ensureAttributes(folder, { status: "ok", project }, fs);
  return project;
}

interface Raw {
  readonly reading: ProjectReading;
  readonly fields: object;
}

async function readRaw(folder: string): Promise<Raw> {
  const text = await readIfThere(join(folder, "project.json"));
  if (text === undefined) return { reading: { status: "none" }, fields: {} };
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch {
    return { reading: { status: "bad", reason: "not JSON" }, fields: {} };
  }
  if (typeof fields !== "object" || fields === null)
    return { reading: { status: "bad", reason: "not an object" }, fields: {} };
  const schema = "schema" in fields ? fields.schema : undefined;
  if (typeof schema === "number" && schema > PROJECT_SCHEMA)
    return { reading: { status: "newer", schema }, fields };
  const parsed = v.safeParse(ProjectShape, fields);
  if (parsed.success) return { reading: { status: "ok", project: parsed.output }, fields };
  const path = v.getDotPath(parsed.issues[0]) ?? "schema";
  return { reading: { status: "bad", reason: `bad field: ${path.slice(0, 100)}` }, fields };
}

async function ensureAttributes(folder: string, reading: ProjectReading, fs: FileSystemPort): Promise<void> {
  if (reading.status === "newer" || reading.status === "bad") return;
  const file = join(folder, ".gitattributes");
  const text = (await readIfThere(file)) ?? "";
  const lines = new Set(text.split(/\r?\n/).map((line) => line.trim()));
  const missing = ATTRIBUTES.filter((line) => !lines.has(line));
  if (missing.length === 0) return;
  const before = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  await writeFileAtomic(file, `${before}${missing.join("\n")}\n`, fs);
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}
