/** Reads a corpus's records and works out its figures, section by section. No vscode: it runs in a worker. */
import type { Collected } from "../../core/agreement/collect.ts";
import { foldRatingsSteps, versionKey } from "../../core/agreement/collect.ts";
import { createTaxonomy } from "../../core/taxonomy/create.ts";
import type { Taxonomy } from "../../core/taxonomy/taxonomy.ts";
import type { AlphaRow, ReportChoices, ReportSections, Section } from "../../protocol/agreement.ts";
import type { CorpusRecords } from "../../store/corpus-records.ts";
import { readCorpusRecords } from "../../store/corpus-records.ts";
import { corpusPaths } from "../../store/paths.ts";
import { openSuggestions } from "../../store/suggestions-store.ts";
import { alphaRow, alphaTargets, framesOf, levelsOf } from "./figures/alphas.ts";
import { confusionOfRaters } from "./figures/confusion.ts";
import { Disagreements } from "./figures/disagreements.ts";
import {
  anchoringOf,
  calibrationOf,
  comparedRatings,
  extractorConfusion,
  extractorViews,
} from "./figures/extractors.ts";
import { labelsOf, nameOf } from "./figures/labels.ts";
import { notesOf } from "./figures/notes.ts";
import { driftOf, trapsOf } from "./figures/over-time.ts";
import { pairCells } from "./figures/pairs.ts";
import { ratersOf } from "./figures/raters.ts";
import type { FigureSource } from "./figures/source.ts";
import { collectedOf, pairableRatings } from "./figures/source.ts";
import type { Known } from "./gold-work.ts";
import type { AgreementAsk, FolderOfCorpus, AgreementNews, ReadAnswer, ReportBase } from "./messages.ts";

/** ms between two reports of progress. */
const PROGRESS_MS = 100;
const MOST_PROBLEMS = 200;

export type Tell = (news: AgreementNews) => void;

/** Sections, and what stands in the place of one that can't be told. */
type Told =
  { readonly value: Partial<ReportSections> } | { readonly section: Section; readonly reason: string };

export class AgreementEngine {
  private folder: FolderOfCorpus = { projectFolder: "", key: "" };
  private source: FigureSource | undefined;
  private records: CorpusRecords | undefined;
  private looked: ReadonlyMap<string, ReadonlySet<string>> = new Map();
  private adjudicated: ReadonlySet<string> = new Set();
  private disagreements: Disagreements | undefined;

  constructor(
    private readonly tell: Tell,
    private readonly clock: () => number,
  ) {}

  /** Throws the file system's error when a file can't be read. */
  async read({ folder, taxonomy }: Extract<AgreementAsk, { do: "read" }>): Promise<ReadAnswer> {
    this.folder = folder;
    const paths = corpusPaths(folder.projectFolder, folder.key);
    this.tell({ type: "progress", progress: { what: "Reading judgements", done: 0, of: 0 } });
    const records = await readCorpusRecords(paths);
    const store = await openSuggestions(paths);
    const looked = new Map(
      records.runs.map(({ id }) => [id, new Set([...store.conversationsOf(id)].map(versionKey))] as const),
    );
    return this.use(records, looked, createTaxonomy(taxonomy.source, taxonomy.nodes));
  }

  /** Takes what was read. `looked`: by run, the `versionKey`s of the conversations it looked at. */
  use(
    records: CorpusRecords,
    looked: ReadonlyMap<string, ReadonlySet<string>>,
    taxonomy: Taxonomy,
  ): ReadAnswer {
    this.records = records;
    this.looked = looked;
    this.adjudicated = new Set(
      records.adjudicators.flatMap(({ events }) =>
        events.flatMap((event) => (event.kind === "done" ? [versionKey(event.conversation)] : [])),
      ),
    );
    const steps = foldRatingsSteps(records.raters, records.suggestions);
    let step = steps.next();
    let told = this.clock();
    while (step.done !== true) {
      if (this.clock() - told >= PROGRESS_MS) {
        told = this.clock();
        this.tell({ type: "progress", progress: { what: "Reading judgements", ...step.value } });
      }
      step = steps.next();
    }
    // Planted items have a known answer: they are told by themselves and in no other figure.
    const planted = new Set(
      records.samples.flatMap(({ items }) => items.filter(({ trap }) => trap !== undefined).map(versionKey)),
    );
    this.source = {
      raters: records.raters,
      folded: {
        ...step.value,
        units: step.value.units.filter(({ conversation }) => !planted.has(versionKey(conversation))),
      },
      planted,
      suggestions: records.suggestions,
      runs: records.runs,
      samples: records.samples,
      adjudicators: new Set(records.adjudicators.map(({ adjudicator }) => adjudicator)),
      taxonomy,
    };
    return {
      raters: records.raters.map(({ rater }) => rater),
      samples: records.samples.map(({ name }) => name),
    };
  }

  /** What was read, for the parts that make gold sets. Throws a RangeError before `read`. */
  get known(): Known {
    const { source, records, folder } = this;
    if (!source || !records) throw new RangeError("nothing is read yet");
    return { source, records, folder };
  }

  /** Tells the base, then every section; gives way between them, so that a message can come in. */
  async compute(generation: number, choices: ReportChoices): Promise<void> {
    const { source } = this.known;
    const collected = collectedOf(source, choices);
    this.disagreements = new Disagreements(collected, choices, source.taxonomy, this.adjudicated);
    this.tell({ type: "base", base: this.base(generation, choices, collected) });
    const work = this.sections(source, collected, choices);
    for (const [at, { what, run }] of work.entries()) {
      this.tell({ type: "progress", progress: { what, done: at, of: work.length } });
      await new Promise((resolve) => setImmediate(resolve));
      for (const told of run()) {
        if ("value" in told) this.tell({ type: "sections", generation, sections: told.value });
        else this.tell({ type: "unavailable", generation, section: told });
      }
    }
  }

  rows(from: number, count: number) {
    return this.disagreements?.rows(from, count) ?? [];
  }

  private base(generation: number, choices: ReportChoices, collected: Collected): ReportBase {
    const { source, records } = this.known;
    const raters = ratersOf(source, collected);
    const rows = pairableRatings(collected, choices.frame);
    const { blind, seen, mixed } = framesOf(collected);
    return {
      generation,
      choices,
      taxonomy: { title: source.taxonomy.source.title, hash: source.taxonomy.hash },
      raters,
      units: {
        rated: collected.units.filter(({ ratings }) => ratings.some((labels) => labels !== undefined)).length,
        pairable: rows.length,
        pairs: rows.reduce((sum, row) => {
          const m = row.filter((labels) => labels !== undefined).length;
          return sum + (m * (m - 1)) / 2;
        }, 0),
      },
      frames: { blind, assisted: seen - mixed, mixed },
      notes: notesOf(collected, raters, choices.frame),
      problems: records.problems.slice(0, MOST_PROBLEMS),
      disagreements: this.disagreements?.count ?? 0,
    };
  }

  private sections(source: FigureSource, collected: Collected, choices: ReportChoices) {
    const { taxonomy } = source;
    const names = source.raters.map(({ rater }) => rater);
    const rows = pairableRatings(collected, choices.frame);
    const targets = alphaTargets(choices, levelsOf(source));
    const found = new Map<number, AlphaRow>();
    const whole = (what: string, run: () => Partial<ReportSections>) => ({
      what,
      run: (): Told[] => [{ value: run() }],
    });
    const part = <S extends Section>(
      what: string,
      section: S,
      reason: string,
      run: () => ReportSections[S] | undefined,
    ) => ({
      what,
      run: (): Told[] => {
        const content = run();
        return [content === undefined ? { section, reason } : { value: sectionWith(section, content) }];
      },
    });
    const runs = source.runs
      .map((run) => ({
        run,
        compared: comparedRatings(source, collected, choices, run, this.looked.get(run.id) ?? new Set()),
      }))
      .filter(({ compared }) => compared.length > 0);
    const [first, ...others] = targets.map(([kind, level], at) =>
      whole(`α of ${kind}${level === null ? "" : ` at level ${level}`}`, () => {
        const row = alphaRow(source, kind, level, choices);
        if (row) found.set(at, row);
        return { alphas: inOrder([...found.values()]) };
      }),
    );
    return [
      ...(first ? [first] : []),
      whole("Agreement by label", () => ({ labels: labelsOf(rows, choices, taxonomy) })),
      whole("Pairs of raters", () => ({ pairs: pairCells(rows, names.length, choices, taxonomy) })),
      whole("Confusion", () => ({
        confusion: [
          ...confusionOfRaters(rows, names, choices, (key) => nameOf(key, choices.kind, taxonomy)),
          ...runs.flatMap(({ run, compared }) => extractorConfusion(source, run, compared, choices)),
        ],
      })),
      part("Extractors against raters", "extractors", NO_RUN, () => {
        const views = runs.flatMap(({ run, compared }) => extractorViews(source, run, compared));
        return views.length > 0 ? views : undefined;
      }),
      ...others,
      // These resample, and come last.
      part("Drift over time", "drift", NO_DRIFT, () => driftOf(source, collected, choices)),
      part("Planted items", "traps", NO_TRAPS, () => trapsOf(source)),
      part("Blind against assisted", "anchoring", NO_ANCHORING, () =>
        anchoringOf(
          source,
          runs.flatMap(({ compared }) => compared),
          choices,
        ),
      ),
      part("Calibration", "calibration", NO_SCORES, () => {
        const views = runs.flatMap(({ run }) => calibrationOf(source, run, choices) ?? []);
        return views.length > 0 ? views : undefined;
      }),
    ];
  }
}

const NO_RUN = "No run of an extractor has looked at a conversation that somebody rated.";
const NO_DRIFT = "No rater has rated ten conversations that others have rated too.";
const NO_TRAPS = "No sample of this corpus has planted items. They are given when a sample is drawn.";
const NO_ANCHORING =
  "Both blind and assisted ratings of conversations that an extractor has looked at are needed.";
const NO_SCORES = "No suggestion with a score has been judged in this kind of label.";

function sectionWith<S extends Section>(section: S, content: ReportSections[S]): Partial<ReportSections> {
  return Object.fromEntries([[section, content]]);
}

const ORDER = ["aiValue", "humanValue", "responseType", "subjectivity"];

function inOrder(rows: readonly AlphaRow[]): AlphaRow[] {
  return [...rows].sort(
    (a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.level ?? 0) - (b.level ?? 0),
  );
}
