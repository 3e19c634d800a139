import * as v from "valibot";
import { checkNodes, type CheckedNodes } from "./create.ts";
import { isDarkLabel } from "./dark-labels.ts";
import { quoteId, type TaxonomyProblem } from "./problem.ts";
import { MAX_DEFINITION, MAX_NAME, MAX_NODES, MAX_TEXT } from "./limits.ts";
import type { TaxonomyNode, TaxonomySource } from "./taxonomy.ts";

/** What a taxonomy file holds; `source` only if the file names one. */
export interface ParsedTaxonomy extends CheckedNodes {
  readonly source?: TaxonomySource;
}

const short = v.pipe(v.string(), v.trim(), v.minLength(1, "is empty"), v.maxLength(MAX_NAME, "is too long"));

const nodeSchema = v.object({
  id: short,
  name: short,
  level: v.picklist([0, 1, 2, 3], "must be 0, 1, 2 or 3"),
  parent: v.nullable(short),
  definition: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(MAX_DEFINITION, "is too long"))),
  aliases: v.optional(v.pipe(v.array(short), v.maxLength(200, "has too many entries"))),
  dark: v.optional(v.boolean()),
  share: v.optional(v.pipe(v.number(), v.minValue(0, "is below 0"), v.maxValue(100, "is above 100"))),
});

const sourceSchema = v.object({
  id: short,
  title: short,
  version: short,
  licence: short,
  attribution: v.pipe(v.string(), v.trim(), v.maxLength(MAX_DEFINITION)),
});

/**
 * Reads our own JSON: an array of nodes, or `{ "source": {…}, "nodes": […] }`. A node is
 * `{ id, name, level: 0–3, parent: id | null, definition?, aliases?, dark?, share? }`; where `dark` is absent the list
 * of known dark labels decides. Bad nodes are left out and reported; never throws.
 */
export function parseTaxonomyJson(text: string): ParsedTaxonomy {
  if (text.length > MAX_TEXT) return failed(`the file is longer than ${MAX_TEXT} characters`);
  let data: unknown;
  try {
    data = JSON.parse(text.startsWith("\u{FEFF}") ? text.slice(1) : text);
  } catch {
    return failed("the file is not JSON");
  }
  if (Array.isArray(data)) return readNodes(data);
  const file = v.safeParse(v.object({ nodes: v.array(v.unknown()), source: v.optional(v.unknown()) }), data);
  if (!file.success) return failed("the file holds neither a list of nodes nor an object with `nodes`");
  const read = readNodes(file.output.nodes);
  if (file.output.source === undefined) return read;
  const source = v.safeParse(sourceSchema, file.output.source);
  if (source.success) return { ...read, source: source.output };
  return { ...read, problems: [{ reason: `source: ${issueText(source.issues)}` }, ...read.problems] };
}

/** Reads nodes that are already parsed; the same rules as `parseTaxonomyJson`. */
export function readNodes(list: readonly unknown[]): CheckedNodes {
  if (list.length > MAX_NODES) return failed(`more than ${MAX_NODES} nodes`);
  const problems: TaxonomyProblem[] = [];
  const nodes: TaxonomyNode[] = [];
  list.forEach((item, index) => {
    const result = v.safeParse(nodeSchema, item);
    if (!result.success) {
      problems.push({ ...idOf(item), reason: `entry ${index + 1}: ${issueText(result.issues)}` });
      return;
    }
    const { definition, aliases, dark = isDarkLabel(result.output.name), share, ...rest } = result.output;
    nodes.push({
      ...rest,
      ...(definition ? { definition } : {}),
      ...(aliases && aliases.length > 0 ? { aliases } : {}),
      ...(dark ? { dark } : {}),
      ...(share === undefined ? {} : { share }),
    });
  });
  const checked = checkNodes(nodes);
  return { nodes: checked.nodes, problems: [...problems, ...checked.problems] };
}

function issueText(issues: readonly v.BaseIssue<unknown>[]): string {
  const issue = issues[0];
  if (issue === undefined) return "is not a node";
  const field = v.getDotPath(issue) ?? "it";
  return issue.kind === "schema" && issue.received === "undefined"
    ? `${field} is missing`
    : `${field} ${wordsOf(issue)}`;
}

// valibot's own messages repeat the received value, which may be long or not ours to show.
function wordsOf(issue: v.BaseIssue<unknown>): string {
  return issue.message.startsWith("Invalid")
    ? `must be ${issue.expected ?? "something else"}`
    : issue.message;
}

function idOf(item: unknown): { id?: string } {
  const id: unknown = typeof item === "object" && item !== null && "id" in item ? item.id : undefined;
  return typeof id === "string" ? { id: quoteId(id).slice(1, -1) } : {};
}

function failed(reason: string): ParsedTaxonomy {
  return { nodes: [], problems: [{ reason }] };
}
