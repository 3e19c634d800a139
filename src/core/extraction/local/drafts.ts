/** Letters and posts that an assistant writes for the user: what they say is content, not the assistant's own voice. */

const OPENINGS = ["dear ", "hi ", "hello ", "hey ", "to whom", "good morning", "good afternoon"];
const CLOSINGS = [
  "best",
  "best regards",
  "kind regards",
  "warm regards",
  "regards",
  "sincerely",
  "yours sincerely",
  "yours truly",
  "warmly",
  "cheers",
  "thanks",
  "thank you",
  "love",
  "respectfully",
  "with gratitude",
];

/**
 * Finds drafts by their salutation ("Dear …," or "Subject: …" on a line of its own) up to the line after the closing
 * ("Kind regards,"), or to the end of the text when no closing follows. `[start, end)` in UTF-16 code units.
 */
export function findDrafts(text: string): { start: number; end: number }[] {
  const drafts: { start: number; end: number }[] = [];
  let open: number | undefined;
  let closed = false;
  for (let start = 0; start <= text.length;) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    const line = text
      .slice(start, Math.min(end, start + 120))
      .replaceAll("*", "")
      .trim()
      .toLowerCase();
    if (open === undefined) {
      const salutation =
        end - start < 80 && /[,:!]$/.test(line) && OPENINGS.some((opening) => line.startsWith(opening));
      if (salutation || line.startsWith("subject:")) open = start;
    } else if (closed) {
      if (line !== "") {
        drafts.push({ start: open, end: line.split(" ").length <= 5 ? end : start });
        open = undefined;
        closed = false;
      }
    } else if (CLOSINGS.includes(line.replace(/[,.!]$/, ""))) closed = true;
    start = end + 1;
  }
  if (open !== undefined) drafts.push({ start: open, end: text.length });
  return drafts;
}
