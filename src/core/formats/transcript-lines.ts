/** The lines of a transcript, and which of them look like the head of a turn. Only line starts count. */
import type { Role } from "../conversation/model.ts";
import { roleOfName } from "./transcript-roles.ts";

/** A line that may open a turn. */
export interface Mark {
  /** 0-based line. */
  readonly line: number;
  /** How it is written: marks of one style make a transcript. "h2" is a second-level heading. */
  readonly style: string;
  readonly label: string;
  readonly role: Role | undefined;
  /** What stands behind the label on the same line. */
  readonly rest: string;
  /** A time beside the name, as written. */
  readonly time?: string;
}

export function splitLines(text: string): string[] {
  return (text.startsWith("\uFEFF") ? text.slice(1) : text).split(/\r\n|\n|\r/);
}

/** For each line, whether it is inside a fenced code block. A fence that is never closed protects nothing. */
export function fenced(lines: readonly string[]): boolean[] {
  const inside = lines.map(() => false);
  const hopeless = new Map<string, number>();
  for (let i = 0; i < lines.length; i++) {
    const open = /^ {0,3}(?:> ?)?(`{3,40}|~{3,40})([^`]{0,200})$/.exec(lines[i] ?? "");
    const fence = open?.[1] ?? "";
    if (fence === "" || fence.length >= (hopeless.get(fence.charAt(0)) ?? Infinity)) continue;
    const end = closing(lines, i + 1, fence);
    if (end < 0) hopeless.set(fence.charAt(0), fence.length);
    else {
      inside.fill(true, i, end + 1);
      i = end;
    }
  }
  return inside;
}

function closing(lines: readonly string[], from: number, fence: string): number {
  for (let i = from; i < lines.length; i++) {
    const line = (lines[i] ?? "").replace(/^(?: {0,3}> ?)? {0,3}/, "").trimEnd();
    if (line.length >= fence.length && line.startsWith(fence) && line === fence.charAt(0).repeat(line.length))
      return i;
  }
  return -1;
}

/** All lines outside code that look like heads of turns, in any style. */
export function findMarks(lines: readonly string[]): Mark[] {
  const code = fenced(lines);
  const marks: Mark[] = [];
  lines.forEach((line, index) => {
    if (code[index] === true || line === "") return;
    marks.push(...marksOf(line, index, lines[index + 1] ?? ""));
  });
  return marks;
}

/** Heads are short; the words behind them may be any length. */
const HEAD = 120;

function marksOf(line: string, index: number, next: string): Mark[] {
  const quoted = /^> ?/.exec(line);
  const inner = quoted === null ? line : line.slice(quoted[0].length);
  const quote = quoted === null ? "" : ">";
  const marks: Mark[] = [];
  const add = (style: string, label: string, rest: string, time?: string): void => {
    const clean = label.trim();
    if (clean === "") return;
    marks.push({
      line: index,
      style: quote + style,
      label: clean,
      role: roleOfName(clean),
      rest,
      ...(time === undefined ? {} : { time }),
    });
  };
  const cli = /^(?:([>❯])|[⏺●]) (?=\S)/.exec(line);
  if (cli !== null) {
    const role = cli[1] === undefined ? "assistant" : "user";
    marks.push({ line: index, style: "cli", label: role, role, rest: line.slice(cli[0].length) });
  }
  const head = inner.slice(0, HEAD);
  const chatml =
    /^<\|(?:im_start\|>([a-z]{1,20})|start_header_id\|>([a-z]{1,20})<\|end_header_id\|>)\s*/.exec(head);
  if (chatml !== null) add("chatml", chatml[1] ?? chatml[2] ?? "", inner.slice(chatml[0].length));
  else if (head.startsWith("#")) heading(inner, add);
  else spoken(inner, next, add);
  return marks;
}

type Add = (style: string, label: string, rest: string, time?: string) => void;

function heading(line: string, add: Add): void {
  if (line.length > 2 * HEAD) return;
  const found = /^(#{1,6})[ \t]+(\S.*)$/.exec(line.trimEnd());
  const label = found?.[2]?.replace(/[ \t]+#+$/, "") ?? "";
  if (label === "" || label.length > HEAD) return;
  const colon = /^([^:：]{1,60})[:：]\**(?:[ \t]+|$)/.exec(hideTimes(label));
  const named = timed(label.slice(0, colon?.[1]?.length ?? label.length));
  add(
    `h${found?.[1]?.length ?? 1}`,
    named.label,
    colon === null ? "" : label.slice(colon[0].length),
    named.time,
  );
}

const CLOCK = "\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?(?: ?[AaPp]\\.?[Mm]\\.?)?(?:Z|[+-]\\d{2}:?\\d{2})?";
const STAMP = `(?:\\d{1,4}[-/.]\\d{1,2}[-/.]\\d{1,4}(?:, ?|T| ))?${CLOCK}`;
const BEFORE = new RegExp(`^[[(]?(${STAMP})[\\])]?(?: ?[-–—|:] ?| )`);
const BEHIND = new RegExp(`[ \\t]*(?:[[(](${STAMP})[\\])]|[-–—|,] ?(${STAMP}))$`);

function timed(label: string): { label: string; time?: string } {
  const found = BEHIND.exec(label.trimEnd());
  const time = found?.[1] ?? found?.[2];
  return found === null || time === undefined ? { label } : { label: label.slice(0, found.index), time };
}

/** `Name: words`, `**Name:** words`, `[Name] words`, `12:03 Name: words`, and a known name alone on its line. */
function spoken(whole: string, next: string, add: Add): void {
  const stamp = BEFORE.exec(whole.slice(0, HEAD));
  const line = stamp === null ? whole : whole.slice(stamp[0].length);
  const head = line.slice(0, HEAD);
  const put = (style: string, label: string, rest: string): void => {
    const named = timed(label);
    const time = stamp?.[1] ?? named.time;
    add(stamp === null ? style : `timed ${style}`, named.label, rest, time);
  };
  const bold = /^(\*\*|__|\*|_)([^*_]{1,60})\1/.exec(head);
  if (bold !== null) {
    const behind = line.slice(bold[0].length);
    const label = bold[2] ?? "";
    const tail = /^[ \t]*(?:\(([^()]{1,30})\))?[ \t]*([:：])?/.exec(behind);
    const colon = /[:：][ \t]*$/.test(label) || tail?.[2] !== undefined;
    const rest = tail?.[2] === undefined ? behind : behind.slice(tail[0].length);
    const full = tail?.[1] === undefined || !colon ? label : `${label} (${tail[1]})`;
    if (colon || behind.trim() === "") put("bold", full.replace(/[:：][ \t]*$/, ""), rest);
    return;
  }
  const bracket = /^\[([^[\]]{1,60})\]([:：]?)(?=\s|$)/.exec(head);
  if (bracket !== null) {
    const rest = line.slice(bracket[0].length);
    // "[name]: https://…" defines a Markdown link.
    if (!/^\s*(?:https?:\/\/|<|#)/.test(rest) || bracket[2] === "") put("bracket", bracket[1] ?? "", rest);
    return;
  }
  const prefix = /^([^:：\s][^:：]{0,59})[:：](?=[ \t]|$|[^/:=\s])/.exec(hideTimes(head));
  if (prefix !== null) {
    const label = head.slice(0, prefix[1]?.length ?? 0);
    const rest = line.slice(prefix[0].length);
    const tight = /^\S/.test(rest);
    // "user:" above an indented line is a key of a configuration file.
    const key = rest.trim() === "" && /^[a-z]/.test(label) && /^\s+\S|^-\s/.test(next);
    if (!key && (!tight || roleOfName(timed(label).label) !== undefined)) put("prefix", label, rest);
    return;
  }
  if (head.length < 40 && roleOfName(head) !== undefined) put("bare", head, "");
}

/** Colons of a time in brackets are no end of a label: they are masked, lengths stay the same. */
function hideTimes(head: string): string {
  return head.replace(/[[(][^[\]()]{0,40}[\])]/g, (found) => found.replace(/[:：]/g, "."));
}
