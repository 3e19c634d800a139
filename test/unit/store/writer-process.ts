/**
 * A second window for the tests of crash and concurrency: bundled and run as a process of its own.
 * Arguments: file, count (0 = until killed), tag. Prints each event's id once it is acknowledged, then "end".
 */
import { writeSync } from "node:fs";
import { monotonicFactory } from "ulid";
import { openJudgementLog } from "../../../src/store/judgement-log.ts";

const [file = "", count = "0", tag = ""] = process.argv.slice(2);
const conversation = { id: "c1", hash: "0123456789abcdef0123456789abcdef" };
const log = await openJudgementLog(file, { rater: "ada", clock: Date.now, newId: monotonicFactory() });
writeSync(1, "ready\n");
for (let made = 0; count === "0" || made < Number(count);) {
  // A burst: several keys before the disk answers.
  const burst = Array.from({ length: 1 + (made % 7) }, () =>
    log
      .append(
        { kind: "comment", text: `${tag} 漢字 ${++made} ${"x".repeat(made % 300)}` },
        { conversation, assist: "blind" },
      )
      .then((event) => writeSync(1, `${event.id}\n`)),
  );
  await Promise.all(burst);
}
writeSync(1, "end\n");
