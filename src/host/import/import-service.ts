/** Labels made elsewhere, taken in after a look at what would come of it. Loaded on first use as a bundle of its own. */
import * as vscode from "vscode";
import { ANNOTATION_KINDS } from "../../core/extraction/annotation.ts";
import type { MappingGuess } from "../../core/extraction/import/guess-mapping.ts";
import { guessMapping } from "../../core/extraction/import/guess-mapping.ts";
import { applyImport, dryRun, type ImportedRun } from "../../core/extraction/import/import-labels.ts";
import type { ImportReport } from "../../core/extraction/import/import-report.ts";
import type { LabelFile } from "../../core/extraction/import/label-row.ts";
import {
  completeMapping,
  type FieldRule,
  type ImportMapping,
  type MatchRule,
} from "../../core/extraction/import/mapping.ts";
import { openLabels } from "../../core/extraction/import/open-labels.ts";
import { reportMarkdown } from "../../core/extraction/import/report-markdown.ts";
import { FormatError } from "../../core/formats/format.ts";
import type { Taxonomy } from "../../core/taxonomy/taxonomy.ts";
import { Cancelled, UserError } from "../errors.ts";
import type { OpenedFile } from "../library/opened-file.ts";
import { withoutIcons } from "../plain.ts";
import type { Pages } from "../runs/pages.ts";
import type { SuggestionSets } from "../storage/suggestion-sets.ts";
import { conversationsFor } from "./conversations-for.ts";

const MAX_BYTES = 200 * 2 ** 20;
/** Conversations written at a time, so that a cancel is heard. */
const CHUNK = 200;

export interface ImportPlace {
  readonly file: OpenedFile;
  readonly sets: SuggestionSets;
  readonly taxonomy: Taxonomy;
  readonly pages: Pages;
}

/** Asks for a file of labels, shows a dry run until the user agrees, and stores the runs. Resolves with what was stored. */
export async function importLabels(place: ImportPlace): Promise<readonly ImportedRun[]> {
  const labels = await pickLabels();
  const conversations = await conversationsFor(labels, place.file);
  const context = { conversations, taxonomy: place.taxonomy };
  const guess = guessMapping(labels, context);
  let mapping = guess.mapping;
  for (;;) {
    const report = dryRun(labels, conversations, place.taxonomy, mapping);
    const step = await ask(labels, report, mapping, guess);
    if (step.do === "report") await place.pages.show("import-report.md", reportMarkdown(report));
    else if (step.do === "mapping") mapping = step.mapping;
    else {
      const now = new Date().toISOString();
      const { runs } = applyImport(labels, conversations, place.taxonomy, mapping, now);
      await store(runs, place.sets);
      return runs;
    }
  }
}

async function pickLabels(): Promise<LabelFile> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      canSelectMany: false,
      openLabel: "Import Labels",
      title: "Labels made elsewhere: JSONL, CSV, Label Studio, Argilla, doccano",
    })) ?? [];
  if (!uri) throw new Cancelled();
  const name = uri.path.slice(uri.path.lastIndexOf("/") + 1);
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > MAX_BYTES)
    throw new UserError(
      `${name} is larger than ${MAX_BYTES / 2 ** 20} MiB. Use “valuemark import” on the command line.`,
    );
  try {
    return openLabels({ name, bytes: await vscode.workspace.fs.readFile(uri) });
  } catch (error) {
    if (error instanceof FormatError) throw new UserError(`${name}: ${error.message}`);
    throw error;
  }
}

type Step =
  | { readonly do: "import" }
  | { readonly do: "report" }
  | { readonly do: "mapping"; readonly mapping: ImportMapping };

interface Item extends vscode.QuickPickItem {
  readonly step: () => Promise<Step>;
}

async function ask(
  labels: LabelFile,
  report: ImportReport,
  mapping: ImportMapping,
  guess: MappingGuess,
): Promise<Step> {
  const { labels: counted, rows, values, evidence } = report;
  const changed = (next: ImportMapping): Promise<Step> => Promise.resolve({ do: "mapping", mapping: next });
  const unsure = guess.sure ? "" : " · the mapping is a guess: look at it first";
  const items: Item[] = [
    ...(counted.imported > 0
      ? [
          {
            label: `$(check) Import ${counted.imported} labels`,
            detail: `${rows.unmatched.count} rows without a conversation, ${values.unmapped.count} values not in the taxonomy, ${evidence.notFound.count} quotes not found. All are kept${unsure}`,
            step: (): Promise<Step> => Promise.resolve({ do: "import" }),
          },
        ]
      : []),
    { label: "$(output) Show the whole dry run", step: () => Promise.resolve({ do: "report" }) },
    {
      label: "$(symbol-key) Conversations are found by",
      description: mapping.match.map(matchText).join(", then by "),
      step: async () => changed({ ...mapping, match: [await pickMatch(mapping, guess)] }),
    },
    ...mapping.fields.map((field): Item => ({
      label: `$(symbol-field) ${withoutIcons(field.field)}`,
      description: field.kind,
      step: async () => changed({ ...mapping, fields: await changeField(mapping.fields, field) }),
    })),
    ...guess.alternatives.flatMap(({ field, reason }): Item[] =>
      field && !mapping.fields.some((known) => known.field === field.field)
        ? [
            {
              label: `$(add) Use column ${withoutIcons(field.field)} too`,
              description: field.kind,
              detail: withoutIcons(reason),
              step: () => changed({ ...mapping, fields: [...mapping.fields, field] }),
            },
          ]
        : [],
    ),
    { label: "$(json) Edit the mapping as JSON…", step: async () => changed(await editMapping(mapping)) },
  ];
  const choice = await vscode.window.showQuickPick(items, {
    title: `Import from ${withoutIcons(labels.name)}`,
    ignoreFocusOut: true,
  });
  if (!choice) throw new Cancelled();
  return choice.step();
}

function matchText(rule: MatchRule): string {
  if (rule.by === "row")
    return rule.field === undefined ? "their order" : `the row number in ${withoutIcons(rule.field)}`;
  return rule.by === "id"
    ? `the id in ${withoutIcons(rule.field)}`
    : `the text in ${withoutIcons(rule.field)}`;
}

async function pickMatch(mapping: ImportMapping, guess: MappingGuess): Promise<MatchRule> {
  const rules = [
    ...mapping.match,
    ...guess.alternatives.flatMap(({ match }) => match ?? []),
    { by: "row", base: 0 } as const,
  ];
  const items = rules.map((rule) => ({ label: matchText(rule), rule }));
  const choice = await vscode.window.showQuickPick(items, { title: "How does a row find its conversation?" });
  if (!choice) throw new Cancelled();
  return choice.rule;
}

async function changeField(fields: readonly FieldRule[], field: FieldRule): Promise<readonly FieldRule[]> {
  const kinds = ANNOTATION_KINDS.map((kind) => ({ label: kind, rule: { ...field, kind } }));
  const items: { readonly label: string; readonly rule?: FieldRule }[] = [
    ...kinds,
    { label: "$(trash) Not a label" },
  ];
  const choice = await vscode.window.showQuickPick(items, {
    title: `What does ${withoutIcons(field.field)} hold?`,
  });
  if (!choice) throw new Cancelled();
  const { rule } = choice;
  return fields.flatMap((other) => (other !== field ? [other] : rule ? [rule] : []));
}

async function editMapping(mapping: ImportMapping): Promise<ImportMapping> {
  const check = (text: string): ReturnType<typeof completeMapping> => {
    try {
      return completeMapping(JSON.parse(text), mapping);
    } catch {
      return { ok: false, reason: "it is not JSON" };
    }
  };
  const text = await vscode.window.showInputBox({
    title: "Mapping (docs/import.md)",
    value: JSON.stringify(mapping),
    ignoreFocusOut: true,
    validateInput: (value) => {
      const parsed = check(value);
      return parsed.ok ? undefined : parsed.reason;
    },
  });
  const parsed = text === undefined ? undefined : check(text);
  if (!parsed?.ok) throw new Cancelled();
  return parsed.mapping;
}

async function store(runs: readonly ImportedRun[], sets: SuggestionSets): Promise<void> {
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: "Importing labels", cancellable: true },
    async (progress, token) => {
      for (const { run, results } of runs) {
        const { finishedAt, ...begun } = run;
        await sets.begin(begun);
        const missing = results.filter(({ conversation }) => !sets.store.has(run.id, conversation));
        for (let from = 0; from < missing.length; from += CHUNK) {
          // Cancelled and asked for again, the import goes on where it was: its ids are the same.
          if (token.isCancellationRequested) throw new Cancelled();
          await sets.store.append(run.id, missing.slice(from, from + CHUNK));
          progress.report({ message: `${from} of ${missing.length} conversations` });
        }
        if (finishedAt !== undefined) await sets.store.finishRun(run.id, finishedAt);
      }
    },
  );
}
