import type { Extractor, RunRecord } from "../../core/extraction/extractor.ts";
import { toSuggestions } from "../../core/extraction/run.ts";
import type { Conversation } from "../../core/conversation/model.ts";
import type { Taxonomy } from "../../core/taxonomy/taxonomy.ts";
import type { ExtractionView } from "../../protocol/review.ts";
import { messageOf } from "../errors.ts";
import type { SuggestionSet } from "./review.ts";

export interface Suggested {
  /** Absent when the extractor failed. Empty when it abstained. */
  readonly set: SuggestionSet | undefined;
  readonly view: ExtractionView;
}

/**
 * Runs a deterministic extractor on one conversation at a time. The same extractor and taxonomy always give the
 * same run id and the same suggestion ids: asking again is not a new run, and nothing need be on disk before
 * somebody judges.
 */
export class Suggester {
  constructor(
    /** Loads the extractor: a bundle of its own, read when first needed. */
    private readonly load: () => Promise<Extractor>,
    private readonly taxonomyInUse: () => Promise<Taxonomy>,
  ) {}

  /** What the extractor is and can't do. */
  async disclosure(): Promise<string> {
    return (await this.load()).disclosure;
  }

  /** A failure to extract is part of what the panel shows, not a rejection. */
  async run(conversation: Conversation, signal?: AbortSignal): Promise<Suggested> {
    const extractor = await this.load();
    const { disclosure } = extractor;
    try {
      const taxonomy = await this.taxonomyInUse();
      const extraction = await extractor.extract(conversation, taxonomy, signal);
      const run = this.runRecord(extractor, taxonomy);
      const set: SuggestionSet = { run, suggestions: toSuggestions(run.id, conversation, extraction) };
      const view: ExtractionView =
        extraction.abstained !== undefined
          ? { state: "abstained", disclosure, reason: extraction.abstained }
          : { state: "done", disclosure };
      return { set, view };
    } catch (error) {
      return { set: undefined, view: { state: "failed", disclosure, reason: messageOf(error) } };
    }
  }

  private runRecord(extractor: Extractor, taxonomy: Taxonomy): RunRecord {
    return {
      v: 1,
      id: `${extractor.id}-${extractor.version}-${taxonomy.hash.slice(0, 8)}`,
      extractor: extractor.id,
      extractorVersion: extractor.version,
      taxonomy: { id: taxonomy.source.id, hash: taxonomy.hash },
      settings: {},
    };
  }
}
