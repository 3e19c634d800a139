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
  private readonly startedAt: string;

  constructor(
    private readonly extractor: Extractor,
    private readonly taxonomyInUse: () => Taxonomy,
    clock: () => Date,
  ) {
    this.startedAt = clock().toISOString();
  }

  private get taxonomy(): Taxonomy {
    return this.taxonomyInUse();
  }

  get disclosure(): string {
    return this.extractor.disclosure;
  }

  /** Never rejects: a failure is part of what the panel shows. */
  async run(conversation: Conversation, signal?: AbortSignal): Promise<Suggested> {
    const { disclosure } = this;
    try {
      const extraction = await this.extractor.extract(conversation, this.taxonomy, signal);
      const set: SuggestionSet = {
        run: this.runRecord(),
        suggestions: toSuggestions(this.runRecord().id, conversation, extraction),
      };
      const view: ExtractionView =
        extraction.abstained !== undefined
          ? { state: "abstained", disclosure, reason: extraction.abstained }
          : { state: "done", disclosure };
      return { set, view };
    } catch (error) {
      return { set: undefined, view: { state: "failed", disclosure, reason: messageOf(error) } };
    }
  }

  private runRecord(): RunRecord {
    const { extractor, taxonomy } = this;
    return {
      v: 1,
      id: `${extractor.id}-${extractor.version}-${taxonomy.hash.slice(0, 8)}`,
      extractor: extractor.id,
      extractorVersion: extractor.version,
      taxonomy: { id: taxonomy.source.id, hash: taxonomy.hash },
      settings: {},
      startedAt: this.startedAt,
    };
  }
}
