import { describe, expect, it } from "vitest";
import type { RedactionKind } from "../../../../../src/core/extraction/redact/kinds.ts";
import { redactConversation } from "../../../../../src/core/extraction/redact/redact.ts";
import { conversationOf } from "../prompt/fixtures.ts";

function redact(text: string, names: readonly string[] = []): string {
  const { conversation } = redactConversation(conversationOf([["user", text]]), { names });
  return conversation.turns[0]?.blocks[0]?.text ?? "";
}

const CAUGHT: readonly (readonly [RedactionKind, string, string])[] = [
  ["email", "Write to ada.l+x@mail.example.org.", "Write to ⟦EMAIL_1⟧."],
  ["email", "(jürgen@müller.example)", "(⟦EMAIL_1⟧)"],
  ["email", "ada [at] example [dot] org please", "⟦EMAIL_1⟧ please"],
  ["url", "See https://example.org/a_(b)?x=1, then", "See ⟦URL_1⟧)?x=1, then"],
  ["url", "at www.example.net/x.", "at ⟦URL_1⟧."],
  ["url", "“www.example.net”", "“⟦URL_1⟧”"],
  ["url", "on myshop.com/cart?id=7 today", "on ⟦URL_1⟧ today"],
  ["phone", "Call +44 20 7946 0958 now", "Call ⟦PHONE_1⟧ now"],
  ["phone", "it's (555) 010-4477.", "it's ⟦PHONE_1⟧."],
  ["phone", "my mobile is 5550104477", "my mobile is ⟦PHONE_1⟧"],
  ["phone", "Tel. 030 / 901820-33", "Tel. ⟦PHONE_1⟧"],
  ["card", "card 4111 1111 1111 1111 12/27", "card ⟦CARD_1⟧ 12/27"],
  ["card", "5500005555555559", "⟦CARD_1⟧"],
  ["card", "amex 3782-822463-10005", "amex ⟦CARD_1⟧"],
  ["iban", "IBAN GB82 WEST 1234 5698 7654 32 thanks", "IBAN ⟦IBAN_1⟧ thanks"],
  ["iban", "DE89370400440532013000", "⟦IBAN_1⟧"],
  ["id", "SSN 078-05-1120", "SSN ⟦ID_1⟧"],
  ["id", "NI QQ 12 34 56 C no, AB 12 34 56 C", "NI QQ 12 34 56 C no, ⟦ID_1⟧"],
  ["id", "my passport number is X1234567", "my passport number is ⟦ID_1⟧"],
  ["ip", "from 192.168.17.4:8080", "from ⟦IP_1⟧:8080"],
  ["ip", "host 2001:db8::8a2e:370:7334 up", "host ⟦IP_1⟧ up"],
  ["birthdate", "I was born on 3 March 1988 in", "I was born on ⟦BIRTHDATE_1⟧ in"],
  ["birthdate", "DOB: 1988-03-07", "DOB: ⟦BIRTHDATE_1⟧"],
  ["handle", "follow @ada_l, ok", "follow ⟦HANDLE_1⟧, ok"],
  ["key", "key sk-ant-api03-AbCd1234_x", "key ⟦KEY_1⟧"],
  ["key", "AKIAIOSFODNN7EXAMPLE", "⟦KEY_1⟧"],
  ["key", "ghp_abcdefghijklmnopqrstuvwxyz0123456789", "⟦KEY_1⟧"],
  ["key", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "⟦KEY_1⟧"],
  ["key", 'api_key = "q8Zk2mPd0x"', 'api_key = "⟦KEY_1⟧"'],
  ["key", "my password is hunter2", "my password is ⟦KEY_1⟧"],
  ["key", "Authorization: Bearer abcDEF123456ghiJKL", "Authorization: Bearer ⟦KEY_1⟧"],
  ["key", "a\n-----BEGIN KEY-----\nAA==\n-----END KEY-----\nb", "a\n⟦KEY_1⟧\nb"],
  ["key", "-----BEGIN KEY-----\nMIIB\nAA==\n\nnever closed", "⟦KEY_1⟧\n\nnever closed"],
  ["name", "My name is Ada Lovelace and Ada's friends", "My name is ⟦NAME_1⟧ and ⟦NAME_1⟧'s friends"],
  ["name", "Dear Ms. O'Brien,", "Dear Ms. ⟦NAME_1⟧,"],
  ["name", "Thanks!\n\nBest,\nJean-Luc de la Tour", "Thanks!\n\nBest,\n⟦NAME_1⟧"],
  ["name", "My friend Priya lied. I told Priya so.", "My friend ⟦NAME_1⟧ lied. I told ⟦NAME_1⟧ so."],
  ["name", "I'm Tom from Leeds", "I'm ⟦NAME_1⟧ from Leeds"],
];

const LEFT = [
  "The years 2019-2020 and 1,000,000 people, 3.14159265 and 10 000 000.",
  "Version 1.2.3, at 12:30:45, on 2024-01-31, ISBN 978-3-16-148410-0.",
  "task-list and risk-averse, sk-learn is a library, desk-top.",
  "The password is required. Use YOUR_API_KEY. token: string",
  "@media print { } @Override void run() a@b",
  "I am Happy to help. Dear Sir or Madam, Hello World, Hi Claude!",
  "Mark my words: it will rain in May.",
  'credentials = ServiceAccountCredentials.from_json_keyfile_name("x")',
  "Node.js and e.g. this. std::vector<int> x; a::b",
  "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15",
  "4111 1111 1111 1112",
];

describe("redaction", () => {
  it.each(CAUGHT)("takes out: %s in %j", (kind, text, expected) => {
    expect(redact(text)).toBe(expected);
    const { found } = redactConversation(conversationOf([["user", text]]));
    expect(Object.keys(found)).toContain(kind);
  });

  it.each(LEFT)("leaves alone: %j", (text) => {
    expect(redact(text)).toBe(text);
  });

  it("takes out the names that the user lists, whatever their case", () => {
    const names = ["Grace Hopper", "Will", "山田太郎", "zoë"];
    expect(redact("grace  no. GRACE HOPPER, will, 私は山田太郎です, Zoë's", names)).toBe(
      "grace  no. ⟦NAME_1⟧, ⟦NAME_2⟧, 私は⟦NAME_3⟧です, ⟦NAME_4⟧'s",
    );
  });

  it("replaces an introduced common word only where it is introduced", () => {
    expect(redact("My name is Will. Will you help? I will.")).toBe(
      "My name is ⟦NAME_1⟧. Will you help? I will.",
    );
  });

  it("looks for the kinds that are asked for", () => {
    const text = "ada@example.org or 192.168.17.4";
    const { conversation, found } = redactConversation(conversationOf([["user", text]]), { kinds: ["ip"] });
    expect(conversation.turns[0]?.blocks[0]?.text).toBe("ada@example.org or ⟦IP_1⟧");
    expect(found).toEqual({ ip: 1 });
  });
});
