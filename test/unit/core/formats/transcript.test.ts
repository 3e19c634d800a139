import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { transcript } from "../../../../src/core/formats/transcript.ts";
import { sorted, told } from "./reading.ts";

const read = (text: string) => sorted(transcript.read(text));
const score = (text: string) => transcript.recognise(text).score;
const talk = ["hi", "hello", "more?", "yes."];
/** Four turns, each written by `write`. */
const four = (write: (who: "user" | "assistant", text: string) => string) =>
  talk.map((text, i) => write(i % 2 === 0 ? "user" : "assistant", text)).join("\n\n");
const names = (user: string, assistant: string) => (who: "user" | "assistant") =>
  who === "user" ? user : assistant;

describe("transcript: ways to name a speaker", () => {
  const pair = names("User", "Assistant");
  const ways: [string, string][] = [
    ["Human: / Assistant:", four((who, text) => `${names("Human", "Assistant")(who)}: ${text}`)],
    ["User: / AI:", four((who, text) => `${names("User", "AI")(who)}: ${text}`)],
    ["You said: / ChatGPT said:", four((who, text) => `${names("You", "ChatGPT")(who)} said:\n${text}`)],
    ["Me: / Claude 3.5 Sonnet:", four((who, text) => `${names("Me", "Claude 3.5 Sonnet")(who)}: ${text}`)],
    ["**User**:", four((who, text) => `**${pair(who)}**: ${text}`)],
    ["**User:**", four((who, text) => `**${pair(who)}:** ${text}`)],
    ["**User** on its own line", four((who, text) => `**${pair(who)}**\n\n${text}`)],
    ["## User", four((who, text) => `## ${pair(who)}\n\n${text}`)],
    ["### 🤖 Claude", four((who, text) => `### ${names("👤 User", "🤖 Claude")(who)}\n\n${text}`)],
    ["## User (12:03):", four((who, text) => `## ${pair(who)} (12:03):\n${text}`)],
    ["[User]", four((who, text) => `[${pair(who)}]\n${text}`)],
    ["[User]: ", four((who, text) => `[${pair(who)}]: ${text}`)],
    ["> User:", four((who, text) => `> ${pair(who)}: ${text}`)],
    ["User (12:03):", four((who, text) => `${pair(who)} (12:03): ${text}`)],
    ["[12:03] User:", four((who, text) => `[12:03] ${pair(who)}: ${text}`)],
    ["2024-05-01 12:03:11 User:", four((who, text) => `2024-05-01 12:03:11 ${pair(who)}: ${text}`)],
    ["12/05/2024, 14:03 - User:", four((who, text) => `12/05/2024, 14:03 - ${pair(who)}: ${text}`)],
    ["a name on its own line", four((who, text) => `${names("You", "ChatGPT")(who)}\n${text}`)],
    ["a terminal's marks", four((who, text) => `${names("> ", "⏺ ")(who)}${text}`)],
    ["chat tokens", four((who, text) => `<|im_start|>${who}\n${text}<|im_end|>`)],
    ["other languages", four((who, text) => `${names("Vous avez dit ", "ChatGPT a dit ")(who)}: ${text}`)],
    ["Windows line ends", four((who, text) => `${pair(who)}: ${text}`).replaceAll("\n", "\r\n")],
  ];

  it.each(ways)("%s", (_, text) => {
    expect(score(text)).toBeGreaterThan(0.8);
    expect(read(text).conversations.map(told)).toEqual(["u:hi | a:hello | u:more? | a:yes."]);
  });
});

describe("transcript: what a turn holds", () => {
  it("keeps all lines of a turn, and speakers inside code, in the words", () => {
    const text =
      "User: look:\n\n```\nUser: not me\nAssistant: nor me\n```\n  indented\n\nAssistant: a\n\n~~~~\nUser: no\n```\n~~~~\nUser: b\n```never closed\nAssistant: c";
    expect(read(text).conversations.map(told)).toEqual([
      "u:look:\n\n```\nUser: not me\nAssistant: nor me\n```\n  indented | a:a\n\n~~~~\nUser: no\n```\n~~~~ | u:b\n```never closed | a:c",
    ]);
  });

  it("counts only line starts, and only one style", () => {
    const text =
      "**User:** I wrote User: and\n  User: indented\n**Assistant:** You mean\nUser: plain\nAssistant: plain\n**User:** yes\n**Assistant:** ok";
    expect(read(text).conversations[0]?.turns).toHaveLength(4);
  });

  it("reads roles, times and names", () => {
    const { conversations } = read("System: be nice\n2024\nUser: q\nTool: 42\nClaude: r");
    expect(
      conversations[0]?.turns.map(({ role, author, blocks }) => [role, author, blocks[0]?.type]),
    ).toEqual([
      ["system", undefined, "text"],
      ["user", undefined, "text"],
      ["tool", undefined, "tool_result"],
      ["assistant", "Claude", "text"],
    ]);
    expect(read("2024-05-01 12:03 User: q\n2024-05-01 12:04 AI: r").conversations[0]?.turns[1]?.at).toBe(
      "2024-05-01T12:04:00.000Z",
    );
  });

  it("takes front matter and what stands above as title and metadata", () => {
    const { conversations } = read(
      '---\ntitle: "My talk"\nuser: bob\ntags:\n  - a\n---\n\nExported text\nwith a line.\n\nUser: q\n\nAssistant: r\n\nUser:\n',
    );
    expect(conversations[0]).toMatchObject({
      id: "line 11",
      title: "My talk",
      position: { row: 0, line: 11 },
    });
    expect(conversations[0]?.metadata).toEqual({
      title: "My talk",
      user: "bob",
      tags: "- a",
      preamble: "Exported text\nwith a line.",
    });
    expect(conversations[0]?.notes).toHaveLength(2);
    expect(read("# A heading\n\nUser: q\nAssistant: r").conversations[0]).toMatchObject({
      title: "A heading",
      notes: [],
    });
  });
});

describe("transcript: several conversations", () => {
  it("divides at rules where they can't be anything else", () => {
    const text =
      "Human: a\nAssistant: b\n\n---\n\nHuman: c\nAssistant: d\n---\nnot a divider\n\n---\nHuman: e\nAssistant: f";
    expect(read(text).conversations.map(told)).toEqual([
      "u:a | a:b",
      "u:c | a:d\n---\nnot a divider",
      "u:e | a:f",
    ]);
    expect(read(text).conversations.map(({ position }) => [position.row, position.line])).toEqual([
      [0, 1],
      [1, 6],
      [2, 12],
    ]);
  });

  it("divides at counting headings and rules of equals signs, and names the parts by them", () => {
    const text =
      "# Conversation 1\n## User\na\n## Assistant\nb\n\n# Conversation 2\n## User\nc\n## Assistant\nd\n=======\n## User\ne\n## Assistant\nf";
    const { conversations } = read(text);
    expect(conversations.map(told)).toEqual(["u:a | a:b", "u:c | a:d", "u:e | a:f"]);
    expect(conversations.map(({ title }) => title)).toEqual(["Conversation 1", "Conversation 2", undefined]);
  });

  it("does not divide at rules that stand between turns, nor in Markdown exports", () => {
    expect(
      read("User: a\n\n---\n\nAssistant: b\n\n---\n\nUser: c\n\n---\n\nAssistant: d").conversations.map(told),
    ).toEqual(["u:a | a:b | u:c | a:d"]);
    expect(
      read("**User:** a\n\n**Assistant:** b\n\n---\n\n**User:** c\n\n**Assistant:** d").conversations,
    ).toHaveLength(1);
  });
});

describe("transcript: unknown speakers", () => {
  it("takes two who take turns, with a note", () => {
    const text =
      "Ann: How are you today?\nBen: I am fine, thanks.\nAnn: That is good to hear.\nBen: And how are you?";
    expect(score(text)).toBe(0.6);
    const { conversations } = read(text);
    expect(conversations[0]?.turns.map(({ role, author }) => [role, author])).toEqual([
      ["user", "Ann"],
      ["assistant", "Ben"],
      ["user", "Ann"],
      ["assistant", "Ben"],
    ]);
    expect(conversations[0]?.notes.join()).toMatch(/guess/);
    const beside = read(
      "Assistant: How can I help you?\nMaria: I need a word.\nAssistant: Which word is it?\nMaria: I forgot it.",
    ).conversations[0];
    expect(beside?.turns.map(({ role }) => role)).toEqual(["assistant", "user", "assistant", "user"]);
  });

  it.each([
    ["key and value", "Name: Ann Smith\nAge: 3\nName: Ben Jones\nAge: 4\nName: Cy Young\nAge: 5"],
    [
      "pros and cons",
      "Pros: It is very fast.\nCons: It is not cheap.\nPros: It is very small.\nCons: It is not pretty.",
    ],
    [
      "one speaks more than once",
      "Ann: I came in today.\nAnn: I sat down here.\nBen: I did not see it.\nBen: I was not there.\nAnn: So it is.",
    ],
    ["once each", "Ann: How are you today?\nBen: I am fine, thanks."],
  ])("does not take %s", (_, text) => expect(score(text)).toBeLessThan(0.2));
});

describe("transcript: what is none", () => {
  const paragraph = "This is a longer paragraph of prose, which explains something at length. ".repeat(8);
  it.each([
    ["prose", paragraph],
    ["prose with an example", `${paragraph}\n\nUser: hi\nAssistant: hello\n\n${paragraph}`],
    ["a glossary", `User: someone who uses it.\nHost: where it runs.\nPort: a number.\n${paragraph}`],
    [
      "Markdown with headings",
      `# Guide\n\n## User\n\n${paragraph}\n\n## Install\n\n${paragraph}\n\n## Assistant\n\n${paragraph}\n\n## License\n`,
    ],
    ["YAML", "user:\n  name: x\nassistant:\n  name: y\nsystem:\n  - z\n"],
    [
      "code",
      "const a = 1;\ncase User: return 2;\ndefault: return { User: 1, Assistant: 2 };\nfunction f(x: User): Assistant {}\n",
    ],
    ["an e-mail", "From: a@x.test\nTo: b@x.test\nSubject: hi\n\n> You asked\n\nYes.\n\n> and this\n\nNo.\n"],
    ["code in a fence", "Text\n```\nUser: a\nAssistant: b\nUser: c\nAssistant: d\n```\n"],
    ["nothing", ""],
  ])("%s", (_, text) => expect(score(text)).toBeLessThan(0.2));

  const root = path.resolve(import.meta.dirname, "../../../..");
  const files = [
    "node_modules/fast-check/README.md",
    "node_modules/vitest/README.md",
    "node_modules/fflate/README.md",
    "node_modules/valibot/README.md",
    "node_modules/csv-parse/README.md",
    "package-lock.json",
  ];
  it.each(files.filter((file) => existsSync(path.join(root, file))))("%s", (file) => {
    expect(score(readFileSync(path.join(root, file), "utf8"))).toBeLessThan(0.2);
  });

  it("none of this product's own source files", () => {
    const folder = path.join(root, "src/core/formats");
    const sources = readdirSync(folder).filter((name) => name.endsWith(".ts"));
    expect(sources.length).toBeGreaterThan(20);
    expect(sources.filter((name) => score(readFileSync(path.join(folder, name), "utf8")) >= 0.2)).toEqual([]);
  });
});

describe("transcript: any text", () => {
  const piece = fc.constantFrom(
    "User: ",
    "Assistant: ",
    "**User**",
    "## Assistant",
    "> ",
    "---",
    "```",
    "===",
    "\n",
    "\n\n",
    "\r\n",
    "[User] ",
    "Ann: ",
    "x",
    " ",
    "12:03 ",
    "# Conversation 2",
    "<|im_start|>user",
    "\uFEFF",
    "\uD800",
  );
  it("never throws, and yields at least one item", () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.oneof(piece, fc.string({ maxLength: 8 })), { maxLength: 60 })
          .map((pieces) => pieces.join("")),
        (text) => {
          const { score: found } = transcript.recognise(text);
          expect(found >= 0 && found <= 1).toBe(true);
          const { conversations, errors } = read(text);
          expect(conversations.length + errors.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("gives back what was said, whatever it was", () => {
    const words = fc
      .stringMatching(/^[a-z][a-z ,.?*`#>-]{0,30}[a-z]$/)
      .filter((text) => !text.includes("```"));
    const body = fc.array(words, { minLength: 1, maxLength: 3 }).map((lines) => lines.join("\n"));
    fc.assert(
      fc.property(fc.array(body, { minLength: 2, maxLength: 12 }), (bodies) => {
        const text = bodies
          .map((said, index) => `${index % 2 === 0 ? "User" : "Assistant"}: ${said}`)
          .join("\n\n");
        const turns = read(text).conversations.flatMap((conversation) => conversation.turns);
        expect(turns.map(({ blocks }) => blocks[0]?.text)).toEqual(bodies);
      }),
    );
  });

  it("takes linear time on hostile lines", () => {
    const hostile = [
      "`".repeat(50_000),
      "* ".repeat(50_000),
      `[${"a".repeat(50_000)}`,
      "(".repeat(50_000),
      "#".repeat(50_000),
      " ".repeat(50_000),
      "```\n".repeat(9_999),
      "````\n```\n~~~\n".repeat(5_000),
      "User:\n".repeat(20_000),
      `# a${" ".repeat(50_000)}b`,
      `<|im_start|>user\n${" ".repeat(50_000)}b`,
    ];
    const start = performance.now();
    for (const text of hostile) read(`${text}\nUser: a\nAssistant: b\n${text}`);
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});
