/** The prompt as one Markdown document: to be read, and to be kept in a workspace as an override. */
import {
  CUSTOM_VERSION,
  DEFAULT_PROMPT,
  PLACEHOLDER,
  PLACEHOLDERS_OF,
  promptHash,
  SECTION_IDS,
  type PromptTemplate,
  type SectionId,
} from "./template.ts";

const TITLE = "# Valuemark prompt";
/** Longest document that is read, UTF-16 code units. */
export const MAX_DOCUMENT = 200_000;

const ABOUT: Readonly<Record<SectionId, string>> = {
  frame: "Opens every call.",
  codebook: "The definitions. `{{codebook}}` becomes the codebook's entries for what the call asks.",
  taxonomy:
    "Only in calls for values. `{{outline}}` becomes categories and groups, `{{shortlist}}` the values named, if any.",
  all: "Closes the system prompt of the one call for everything.",
  "ai-values": "Closes the system prompt of the separate call for AI values.",
  "human-values": "Closes the system prompt of the separate call for human values.",
  "response-type": "Closes the system prompt of the separate call for the response type.",
  task: "Closes the system prompt of the separate call for task and subjectivity.",
  user: "The message itself. `{{conversation}}` becomes the conversation as data, `{{code}}` the code on its delimiters.",
};

const INTRODUCTION = `Each section begins with a line "## section: name"; a line of the form <!-- … --> is a note and is not sent. Keep all
sections. Placeholders in double braces are filled in by the product. The form of the answer is fixed and not part of
this document.`;

/** The template as Markdown; `parsePromptDocument` reads it back to the same sections. */
export function promptDocument(template: PromptTemplate = DEFAULT_PROMPT): string {
  const sections = SECTION_IDS.map(
    (id) => `## section: ${id}\n\n<!-- ${ABOUT[id]} -->\n\n${template.sections[id].trim()}\n`,
  );
  return `${TITLE}\n\n<!-- Version ${template.version}, hash ${promptHash(template)}. -->\n\n${INTRODUCTION}\n\n${sections.join("\n")}`;
}

export interface PromptProblem {
  /** 1-based line of the document. */
  readonly line: number;
  readonly section?: string;
  /** Names what is wrong, never quotes more than a heading or placeholder. */
  readonly message: string;
}

export type ParsedPrompt =
  | { readonly ok: true; readonly template: PromptTemplate; readonly hash: string }
  | { readonly ok: false; readonly problems: readonly PromptProblem[] };

interface Found {
  readonly line: number;
  readonly text: string;
}

function placeholderProblems(id: SectionId, found: Found): PromptProblem[] {
  const { may, must } = PLACEHOLDERS_OF[id] ?? { may: [], must: [] };
  const problems: PromptProblem[] = [];
  const used = new Map<string, number>();
  for (const match of found.text.matchAll(PLACEHOLDER)) {
    const name = match[1] ?? "";
    const line = found.line + found.text.slice(0, match.index).split("\n").length - 1;
    used.set(name, (used.get(name) ?? 0) + 1);
    if (!may.some((one) => one === name)) {
      problems.push({ line, section: id, message: `{{${name}}} has no meaning in section "${id}"` });
    } else if (name !== "code" && used.get(name) === 2) {
      problems.push({ line, section: id, message: `{{${name}}} stands more than once in section "${id}"` });
    }
  }
  for (const name of must) {
    if (!used.has(name)) {
      problems.push({ line: found.line, section: id, message: `section "${id}" lacks {{${name}}}` });
    }
  }
  return problems;
}

/**
 * Reads a prompt in the shape of `promptDocument`. A document whose sections are the built-in ones is the built-in
 * prompt; any other has version "custom". Reports all problems at once; throws nothing.
 */
export function parsePromptDocument(text: string): ParsedPrompt {
  if (text.length > MAX_DOCUMENT) {
    return {
      ok: false,
      problems: [{ line: 1, message: `the document is longer than ${MAX_DOCUMENT} characters` }],
    };
  }
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/);
  const problems: PromptProblem[] = [];
  if (lines.find((line) => line.trim() !== "")?.trim() !== TITLE) {
    problems.push({ line: 1, message: `the document does not begin with "${TITLE}"` });
  }
  const bodies = new Map<SectionId, { line: number; lines: string[] }>();
  let body: { line: number; lines: string[] } | undefined;
  for (const [at, line] of lines.entries()) {
    const heading = /^##\s+section:\s*(\S{1,40})\s*$/.exec(line);
    if (heading === null) {
      // A note becomes an empty line, so that lines keep their numbers.
      body?.lines.push(/^<!--.*-->\s*$/.test(line) ? "" : line);
      continue;
    }
    const name = heading[1] ?? "";
    const id = SECTION_IDS.find((one) => one === name);
    body = { line: at + 2, lines: [] };
    if (id === undefined)
      problems.push({ line: at + 1, section: name, message: `there is no section "${name}"` });
    else if (bodies.has(id))
      problems.push({ line: at + 1, section: id, message: `section "${id}" comes twice` });
    else bodies.set(id, body);
  }
  const sections: Partial<Record<SectionId, string>> = {};
  for (const id of SECTION_IDS) {
    const found = bodies.get(id);
    if (found === undefined) {
      problems.push({ line: lines.length, section: id, message: `section "${id}" is missing` });
      continue;
    }
    const raw = found.lines.join("\n");
    const content = raw.trim();
    sections[id] = content;
    if (content === "" && id !== "taxonomy") {
      problems.push({ line: found.line, section: id, message: `section "${id}" is empty` });
    }
    problems.push(...placeholderProblems(id, { line: found.line, text: raw }));
  }
  if (problems.length > 0) return { ok: false, problems: problems.toSorted((a, b) => a.line - b.line) };
  const complete = { ...DEFAULT_PROMPT.sections, ...sections };
  const hash = promptHash({ version: CUSTOM_VERSION, sections: complete });
  const isBuiltIn = hash === promptHash(DEFAULT_PROMPT);
  const version = isBuiltIn ? DEFAULT_PROMPT.version : CUSTOM_VERSION;
  return { ok: true, template: { version, sections: complete }, hash };
}
