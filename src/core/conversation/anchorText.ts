/** The texts that quotes are looked for in, prepared once for many quotes. */
import { normalise, type Normalised } from "./anchorNormalise.ts";
import { wordsOf } from "./anchorWords.ts";
import { hashText } from "./hash.ts";
import type { Block, Conversation, Turn } from "./model.ts";

/** One block's text and where it stands in its conversation. */
export interface AnchorBlock {
  readonly turn: number;
  readonly block: number;
  readonly text: string;
}

/** Blocks with what anchoring works out about them: normalised form, hash, vocabulary; each made when first needed. */
export class AnchorText {
  readonly blocks: readonly AnchorBlock[];
  private readonly forms = new Map<string, Normalised>();
  private readonly hashes = new Map<number, string>();
  private vocabulary: Set<string> | undefined;

  constructor(blocks: readonly AnchorBlock[]) {
    this.blocks = blocks;
  }

  normalised(index: number, caseFold: boolean): Normalised {
    const key = `${index} ${caseFold}`;
    const known = this.forms.get(key);
    if (known !== undefined) return known;
    const form = normalise(this.blocks[index]?.text ?? "", caseFold);
    this.forms.set(key, form);
    return form;
  }

  /** `hashBlock` of the block. */
  hash(index: number): string {
    const known = this.hashes.get(index);
    if (known !== undefined) return known;
    const hash = hashText(this.blocks[index]?.text ?? "");
    this.hashes.set(index, hash);
    return hash;
  }

  /** Whether a (folded) word stands anywhere in the blocks. */
  readonly knows = (word: string): boolean => {
    this.vocabulary ??= new Set(
      this.blocks.flatMap((_, index) =>
        wordsOf(this.normalised(index, true).text).flatMap(({ parts }) => parts),
      ),
    );
    return this.vocabulary.has(word);
  };
}

/** The blocks of a conversation in which quotes may be anchored; `takes` picks (say, the assistant's text blocks). */
export function anchorBlocks(
  conversation: Pick<Conversation, "turns">,
  takes: (block: Block, turn: Turn) => boolean = () => true,
): AnchorBlock[] {
  return conversation.turns.flatMap((turn, index) =>
    turn.blocks.flatMap((block, at) =>
      takes(block, turn) ? [{ turn: index, block: at, text: block.text }] : [],
    ),
  );
}
