/** What a screen reader is told after a snapshot: the difference that matters, in few words. Pure. */
import type { ConversationView } from "../../src/protocol/review.ts";

/** At most so many changes are read out one by one. */
const SPELLED_OUT = 3;

/** "" when there is nothing to say. */
export function announcement(before: ConversationView | undefined, after: ConversationView): string {
  if (before?.key !== after.key) {
    const count = after.suggested === 1 ? "1 suggestion" : `${after.suggested} suggestions`;
    return `Conversation ${after.index + 1} of ${after.of}: ${after.title}. ${count}, ${after.judged} judged.`;
  }
  const said = [...rowChanges(before, after), ...answerChanges(before, after)];
  if (before.flagged !== after.flagged) said.push(after.flagged ? "flagged" : "flag removed");
  if (before.status !== after.status) said.push(after.status === "open" ? "reopened" : after.status);
  if (before.note !== after.note) said.push(after.note === "" ? "note removed" : "note saved");
  if (before.extraction.state !== after.extraction.state && after.extraction.state !== "running") {
    said.push(`suggestions ${after.extraction.state}`);
  }
  return said.length > SPELLED_OUT ? `${said.length} changes` : said.join(", ");
}

function rowChanges(before: ConversationView, after: ConversationView): string[] {
  const old = new Map(before.rows.map((row) => [row.id, row]));
  const said: string[] = [];
  for (const row of after.rows) {
    const was = old.get(row.id);
    old.delete(row.id);
    if (was === undefined) {
      if (row.state === "added") said.push(`${row.value} added`);
    } else if (was.state !== row.state || was.value !== row.value) {
      said.push(row.state === "suggested" ? `${row.value} open again` : `${row.value} ${row.state}`);
    }
  }
  for (const gone of old.values()) if (gone.state === "added") said.push(`${gone.value} retracted`);
  return said;
}

function answerChanges(before: ConversationView, after: ConversationView): string[] {
  const said: string[] = [];
  for (const question of after.questions) {
    const was = before.questions.find((other) => other.kind === question.kind);
    if (was === undefined || was.answer === question.answer) continue;
    const option = question.options.find((one) => one.value === question.answer);
    said.push(
      `${question.title}: ${question.answer === undefined ? "no answer" : (option?.label ?? "saved")}`,
    );
  }
  return said;
}
