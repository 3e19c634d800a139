/** Which lines of a text are the heads of its turns, if it is a transcript at all, and how sure that is. */
import type { Role } from "../conversation/model.ts";
import { findMarks, type Mark } from "./transcript-lines.ts";
import { isTrimming } from "./transcript-parts.ts";
import { couldBeName, plainName } from "./transcript-roles.ts";

export interface Head extends Mark {
  readonly role: Role;
}

export interface Layout {
  readonly heads: readonly Head[];
  /** 0 … 1 as in `Recognition`; below 0.2 the text is something else, as far as can be told. */
  readonly score: number;
  readonly reason: string;
  readonly notes: readonly string[];
}

const NONE: Layout = { heads: [], score: 0, reason: "no lines that begin with a speaker", notes: [] };

/** The best reading of the lines as a transcript. Marks of one style only; other styles are part of the words. */
export function layoutOf(lines: readonly string[]): Layout {
  const styles = new Map<string, Mark[]>();
  const start = bodyStart(lines);
  for (const mark of findMarks(lines)) {
    if (mark.line < start) continue;
    const list = styles.get(mark.style) ?? [];
    styles.set(mark.style, list);
    list.push(mark);
  }
  let best = NONE;
  for (const [style, marks] of styles) {
    const layout = knownSpeakers(style, marks, lines);
    if (layout.score > best.score) best = layout;
  }
  if (best.score >= 0.5) return best;
  for (const [style, marks] of styles) {
    const layout = unknownSpeakers(style, marks, lines);
    if (layout.score > best.score) best = layout;
  }
  const quotes = best.heads.length > 0 ? NONE : quotedQuestions(lines);
  return quotes.heads.length > 0 ? quotes : best;
}

function isHead(mark: Mark): mark is Head {
  return mark.role !== undefined;
}

/** Share of the text, in code units, that is prose before the first head. */
function lead(heads: readonly Mark[], lines: readonly string[]): number {
  const first = heads[0]?.line ?? 0;
  const sum = (list: readonly string[]): number => list.reduce((total, line) => total + line.length + 1, 0);
  const prose = lines.slice(bodyStart(lines), first).filter((line) => !isTrimming(line));
  return sum(prose) / Math.max(1, sum(lines));
}

/** Line after the front matter, if there is some. */
export function bodyStart(lines: readonly string[]): number {
  if (lines[0]?.trimEnd() !== "---") return 0;
  for (let i = 1; i < Math.min(lines.length, 200); i++) {
    const line = lines[i]?.trimEnd() ?? "";
    if (line === "---" || line === "...") return i + 1;
    if (line !== "" && !/^(?:[\w.-]{1,60}:(?: |$)|\s|- |#)/.test(line)) return 0;
  }
  return 0;
}

function changes(heads: readonly { readonly key: string }[]): number {
  if (heads.length < 2) return 0;
  const changed = heads.slice(1).filter((head, index) => head.key !== heads[index]?.key).length;
  return changed / (heads.length - 1);
}

function knownSpeakers(style: string, marks: readonly Mark[], lines: readonly string[]): Layout {
  const heads = marks.filter(isHead);
  const users = heads.filter((head) => head.role === "user").length;
  const replies = heads.filter((head) => head.role === "assistant").length;
  const count = heads.length;
  if (count === 0) return NONE;
  const made = (score: number, reason: string): Layout => ({ heads, score, reason, notes: [] });
  if (users === 0 || replies === 0) return made(0.1, "only one side of a conversation has lines of its own");
  const before = lead(heads, lines);
  const few = "a few lines begin with a speaker, but most of the text is something else";
  if (count < 4 ? before > 0.1 : before > (count < 6 ? 0.2 : 0.5)) return made(0.15, few);
  const talk = heads.filter((head) => head.role === "user" || head.role === "assistant");
  const turns = changes(talk.map((head) => ({ key: head.role })));
  if (turns < 0.5) return made(0.15, "lines begin with speakers, but the speakers hardly take turns");
  if (style.endsWith("bare") && (users < 2 || replies < 2)) return made(0.15, few);
  if (/^>?h\d$/.test(style)) {
    const others = marks.length - count;
    const share = count / marks.length;
    if (count < 4 ? others > 1 : share < 0.25)
      return made(0.15, "some headings name a speaker, but most are ordinary headings");
  }
  const score = (count >= 4 ? 0.88 : count === 3 ? 0.8 : 0.7) - (turns < 0.8 ? 0.1 : 0);
  return made(
    score,
    `${count} turns marked ${STYLE_WORDS.get(style.replace(/^>|timed /g, "")) ?? "by headings"}`,
  );
}

const STYLE_WORDS: ReadonlyMap<string, string> = new Map([
  ["prefix", "by a speaker and a colon"],
  ["bold", "by a speaker in bold"],
  ["bracket", "by a speaker in brackets"],
  ["bare", "by a speaker on a line of its own"],
  ["chatml", "by chat tokens"],
  ["cli", "as in a terminal session"],
]);

/** Two speakers nobody introduced, or one beside a known one: only where they clearly talk to each other. */
function unknownSpeakers(style: string, marks: readonly Mark[], lines: readonly string[]): Layout {
  if (!/^(?:timed )?(?:prefix|bold|bracket)$/.test(style)) return NONE;
  const named = marks.filter((mark) => mark.role !== undefined || couldBeName(mark.label));
  const counts = new Map<string, number>();
  for (const mark of named) counts.set(plainName(mark.label), (counts.get(plainName(mark.label)) ?? 0) + 1);
  const heads = named.filter((mark) => (counts.get(plainName(mark.label)) ?? 0) >= 2);
  const speakers = new Set(heads.map((head) => plainName(head.label)));
  if (speakers.size !== 2) return { ...NONE, reason: "no two speakers who take turns" };
  if (heads.length < named.length * 0.7) return { ...NONE, reason: "lines begin with many different labels" };
  const keyed = heads.map((head) => ({ ...head, key: plainName(head.label) }));
  const weak = (reason: string): Layout => ({ ...NONE, score: 0.12, reason });
  if (changes(keyed) < 0.9) return weak("two labels recur, but they do not take turns");
  if (lead(heads, lines) > 0.2) return weak("two labels take turns, but most of the text is something else");
  if (!likeSpeech(heads, lines)) return weak("two labels take turns, but what follows them is not speech");
  const roles = rolesFor(keyed);
  return {
    heads: heads.map((head) => ({ ...head, role: head.role ?? roles.get(plainName(head.label)) ?? "user" })),
    score: 0.6,
    reason: `${heads.length} turns of two speakers who take turns`,
    notes: [
      "the speakers' roles are a guess: the one who speaks first was read as the user unless a name says otherwise",
    ],
  };
}

function rolesFor(heads: readonly (Mark & { readonly key: string })[]): Map<string, Role> {
  const known = heads.find((head) => head.role === "user" || head.role === "assistant")?.role;
  const roles = new Map<string, Role>();
  for (const head of heads) {
    if (roles.has(head.key)) continue;
    if (head.role !== undefined) roles.set(head.key, head.role);
    else if (known !== undefined) roles.set(head.key, known === "user" ? "assistant" : "user");
    else roles.set(head.key, roles.size === 0 ? "user" : "assistant");
  }
  return roles;
}

/** Most turns are of several words, and most have a sentence's end in them. */
function likeSpeech(heads: readonly Mark[], lines: readonly string[]): boolean {
  let wordy = 0;
  let ended = 0;
  heads.forEach((head, index) => {
    const end = heads[index + 1]?.line ?? lines.length;
    const text = [head.rest, ...lines.slice(head.line + 1, Math.min(end, head.line + 40))]
      .join(" ")
      .slice(0, 4000)
      .trim();
    if (text.split(/\s+/).length >= 3) wordy++;
    if (/[\p{L}\p{N})"'’”*][.?!…。？！]/u.test(text)) ended++;
  });
  return wordy >= heads.length * 0.6 && ended >= heads.length * 0.6;
}

/** `> question`, then plain text, again and again. E-mails look like this too, so it never wins by itself. */
function quotedQuestions(lines: readonly string[]): Layout {
  const heads: Head[] = [];
  let quoted: boolean | undefined;
  lines.forEach((line, index) => {
    if (line.trim() === "") return;
    const quote = /^> ?/.exec(line);
    if ((quote !== null) === quoted) return;
    quoted = quote !== null;
    const base = {
      line: index,
      style: "quote",
      label: "",
      rest: quote === null ? line : line.slice(quote[0].length),
    };
    heads.push({ ...base, role: quoted ? "user" : "assistant" });
  });
  const starts = heads[0]?.role === "user" && heads.length >= 4;
  if (!starts) return NONE;
  return {
    heads,
    score: 0.12,
    reason: "quoted and plain lines take turns, as in some transcripts but in other texts as well",
    notes: ["quoted lines were read as the user's, the others as the assistant's"],
  };
}
