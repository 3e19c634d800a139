import fs from "node:fs";

export interface BigCorpus {
  readonly rows: number;
  /** Words that stand in every `needleEvery`-th row (the first among them is row 0), in the assistant's turn only. */
  readonly needle: string;
  readonly needleEvery: number;
}

const ADVICE =
  "I would rather tell you honestly that I am not certain than pretend. Take care of yourself first, talk to someone " +
  "you trust, and decide when you have slept on it. It is your choice, and whichever way you go there is no shame in it. ";

/**
 * Writes a JSON Lines file in the shape of LMSYS-Chat-1M, some 700 bytes a row. Row n (0-based) has the id
 * `c-` and n in seven digits; its question begins with "Question n:".
 */
export function writeBigCorpus(file: string, { rows, needle, needleEvery }: BigCorpus): void {
  const handle = fs.openSync(file, "w");
  try {
    let block: string[] = [];
    for (let row = 0; row < rows; row++) {
      const answer = row % needleEvery === 0 ? `${ADVICE}${needle}.` : ADVICE;
      block.push(
        `{"conversation_id":"c-${String(row).padStart(7, "0")}","model":"model-${"abc"[row % 3]}","conversation":[` +
          `{"role":"user","content":"Question ${row}: should I lend my brother money again, or say no?"},` +
          `{"role":"assistant","content":"${answer}"},` +
          `{"role":"user","content":"Thank you. And if he asks once more?"},` +
          `{"role":"assistant","content":"Then say what you said before, kindly and clearly."}],"language":"English"}\n`,
      );
      if (block.length === 20_000) {
        fs.writeSync(handle, block.join(""));
        block = [];
      }
    }
    fs.writeSync(handle, block.join(""));
  } finally {
    fs.closeSync(handle);
  }
}
