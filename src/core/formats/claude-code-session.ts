/** A path through a Claude Code thread as a conversation: turns, title, metadata, notes. */
import type { Block, Conversation, JsonObject, JsonValue, Turn } from "../conversation/model.ts";
import { readAnthropicContent } from "./anthropic-blocks.ts";
import type { Line } from "./claude-code-lines.ts";
import type { Step, Steps, Thread } from "./claude-code-threads.ts";
import { type ConversationIds, counted } from "./conversation-ids.ts";
import { get, getFilled, getString, isObject, merge, omit, toIso } from "./json-access.ts";
import { pathNotes, type TreePath } from "./message-tree.ts";

export interface Session {
  readonly facts: SessionFacts;
  /** Lines that were left out because the same line came before. */
  readonly repeats: number;
}

interface SessionFacts {
  /** uuid of a line → the summary written for the branch that it ends. */
  readonly summaries: ReadonlyMap<string, string>;
  /** Session id → a title that the user or the program gave it. */
  readonly titles: ReadonlyMap<string, string>;
}

export function sessionFacts(lines: readonly Line[]): SessionFacts {
  const summaries = new Map<string, string>();
  const titles = new Map<string, string>();
  const chosen = new Set<string>();
  for (const { type, value, session } of lines) {
    const leaf = getFilled(value, "leafUuid");
    const summary = getFilled(value, "summary");
    if (type === "summary" && leaf !== undefined && summary !== undefined) summaries.set(leaf, summary);
    const custom = getFilled(value, "customTitle");
    const title = custom ?? getFilled(value, "aiTitle");
    if (title === undefined || (custom === undefined && chosen.has(session))) continue;
    titles.set(session, title);
    if (custom !== undefined) chosen.add(session);
  }
  return { summaries, titles };
}

export interface Branch {
  readonly steps: readonly Step[];
  readonly path: TreePath;
  /** Ends with the thread's last line of speech. */
  readonly latest: boolean;
  readonly branches: number;
}

export function toConversation(
  branch: Branch,
  thread: Thread,
  all: Steps,
  session: Session,
  ids: ConversationIds,
): Conversation {
  const lines = branch.steps.flatMap((step) => step.lines);
  const first = lines[0];
  const leaf = lines.at(-1);
  const sessions = [...new Set(lines.map((line) => line.session))].filter((id) => id !== "");
  const own = sessions.at(-1) ?? (first === undefined ? "session" : `row ${first.record.row}`);
  const notes = [...branchNotes(branch, thread, all), ...leftOutNotes(thread, session.repeats)];
  if (sessions.length > 1) notes.push(`${sessions.length} sessions that continue each other`);
  const turns = branch.steps.flatMap((step) => turnsOf(step, notes));
  const name = thread.sidechain === "" ? (first?.uuid ?? "") : (thread.sidechain ?? "");
  const place = thread.sidechain === undefined ? own : `${own}/sidechain ${name}`;
  const parts = [
    ...(thread.sidechain === undefined ? [] : [`sidechain ${name}`]),
    ...(branch.branches > 1 && thread.sidechain !== "" ? [leaf?.uuid ?? ""] : []),
  ];
  const title = thread.sidechain === undefined ? titleOf(branch, all, session.facts, sessions) : undefined;
  return {
    id: ids.take(
      branch.branches > 1 && !branch.latest && thread.sidechain !== ""
        ? `${place}/${leaf?.uuid ?? ""}`
        : place,
    ),
    ...(title === undefined ? {} : { title }),
    format: "claude-code",
    position: {
      row: first?.record.row ?? 0,
      ...(first?.record.line === undefined ? {} : { line: first.record.line }),
      ...(parts.length === 0 ? {} : { part: parts.join(" ") }),
    },
    turns,
    metadata: metadataOf(lines, thread, sessions),
    notes: [...new Set(notes)],
  };
}

/** The title given to the session, else the summary whose leaf lies furthest down this path. */
function titleOf(
  branch: Branch,
  all: Steps,
  facts: SessionFacts,
  sessions: readonly string[],
): string | undefined {
  const given = sessions.map((id) => facts.titles.get(id)).findLast((title) => title !== undefined);
  if (given !== undefined) return given;
  let best: { depth: number; title: string } | undefined;
  const depths = new Map(branch.path.nodes.map((node, depth) => [node, depth]));
  for (const [uuid, title] of facts.summaries) {
    const depth = depths.get(all.stepAt.get(uuid) ?? -1);
    if (depth !== undefined && (best === undefined || depth >= best.depth)) best = { depth, title };
  }
  return best?.title;
}

function branchNotes(branch: Branch, thread: Thread, all: Steps): string[] {
  const notes = pathNotes(branch.path);
  if (thread.sidechain !== undefined)
    notes.push("a subagent's thread: its user turns were written by the main agent");
  else if (branch.branches > 1) {
    const which = branch.latest ? "the branch written last" : "a branch that was left by rewinding";
    notes.push(`${which}, of ${branch.branches}`);
  }
  if (all.unlinked && branch.steps.length > 1)
    notes.push("the lines name no parents; they were taken in file order");
  return notes;
}

function leftOutNotes(thread: Thread, repeats: number): string[] {
  const notes: string[] = [];
  const meta = thread.lines.filter((line) => line.kind === "meta").length;
  if (meta > 0) notes.push(`${counted(meta, "line")} written by the program left out; see metaMessages`);
  const others = new Map<string, number>();
  for (const line of thread.lines) {
    if (line.kind === "link" && line.type !== "user" && line.type !== "assistant") {
      others.set(line.type, (others.get(line.type) ?? 0) + 1);
    }
  }
  if (others.size > 0) {
    const total = [...others.values()].reduce((sum, count) => sum + count, 0);
    notes.push(`${counted(total, "line")} left out that ${total === 1 ? "is" : "are"} no speech`);
  }
  if (repeats > 0) notes.push(`${counted(repeats, "repeated line")} in the file left out`);
  return notes;
}

function turnsOf(step: Step, notes: string[]): Turn[] {
  const first = step.lines[0];
  const turns: Turn[] = [];
  const spoken = step.lines.filter((line) => line.kind === "assistant");
  if (first?.kind === "assistant") turns.push(turnOf(first, "assistant", assistantBlocks(spoken)));
  for (const line of step.lines) {
    if (line.kind !== "user") continue;
    const blocks = blocksOf(line);
    const results = line.answersTool
      ? blocks.filter((block) => block.type === "tool_result" || block.type === "image")
      : [];
    const words = blocks.filter((block) => !results.includes(block));
    if (results.length > 0) turns.push(turnOf(line, "tool", results));
    if (words.length === 0 && results.length > 0) continue;
    if (get(line.value, "isCompactSummary") === true) {
      notes.push("the talk was compacted: a summary stands for what was dropped from the model's context");
      turns.push({ ...turnOf(line, "system", words), author: "compact summary" });
    } else turns.push(turnOf(line, "user", words));
  }
  return turns;
}

/** All lines of one message; a call that two lines repeat is told once. */
function assistantBlocks(lines: readonly Line[]): Block[] {
  const calls = new Set<string>();
  return lines.flatMap(blocksOf).filter((block) => {
    if (block.type !== "tool_use" || block.callId === undefined) return true;
    if (calls.has(block.callId)) return false;
    calls.add(block.callId);
    return true;
  });
}

function blocksOf(line: Line): Block[] {
  return readAnthropicContent(get(get(line.value, "message"), "content") ?? null);
}

function turnOf(line: Line, role: Turn["role"], blocks: readonly Block[]): Turn {
  const message = get(line.value, "message");
  const at = toIso(get(line.value, "timestamp"));
  const author = role === "assistant" ? getFilled(message, "model") : undefined;
  const id = (role === "assistant" ? getFilled(message, "id") : undefined) ?? getString(line.value, "uuid");
  return {
    role,
    blocks,
    ...(id === undefined ? {} : { id }),
    ...(at === undefined ? {} : { at }),
    ...(author === undefined ? {} : { author }),
  };
}

/** Fields that repeat what the turns already show; everything else of each line is kept. */
const SHOWN = ["message", "toolUseResult"];

function metadataOf(lines: readonly Line[], thread: Thread, sessions: readonly string[]): JsonObject {
  const meta = thread.lines.filter((line) => line.kind === "meta");
  const leftOut = new Map<string, number>();
  for (const line of thread.lines)
    if (line.kind === "link") leftOut.set(line.type, (leftOut.get(line.type) ?? 0) + 1);
  const values = lines.map((line): JsonObject => {
    const message = get(line.value, "message");
    return merge(omit(line.value, SHOWN), {
      message: isObject(message) ? omit(message, ["content"]) : undefined,
    });
  });
  const list = (key: string): JsonValue =>
    [...new Set(lines.map((line) => getFilled(line.value, key)))].flatMap((v) => v ?? []);
  return merge({
    sessions,
    cwd: list("cwd"),
    gitBranch: list("gitBranch"),
    version: list("version"),
    ...(meta.length === 0 ? {} : { metaMessages: meta.map((line) => omit(line.value, ["toolUseResult"])) }),
    ...(leftOut.size === 0 ? {} : { leftOut: Object.fromEntries(leftOut) }),
    lines: values,
  });
}
