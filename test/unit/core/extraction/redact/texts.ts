/** Texts full of what redaction looks for, between what breaks offsets. All made up. */
import fc from "fast-check";
import type { Conversation } from "../../../../../src/core/conversation/model.ts";
import { awkwardText } from "../../conversation/arbitraries.ts";
import { conversationOf } from "../prompt/fixtures.ts";

export const ENTITIES = [
  "ada.l+x@mail.example.org",
  "https://example.org/a?b=c#d",
  "www.example.net/x",
  "+44 20 7946 0958",
  "(555) 010-4477",
  "4111 1111 1111 1111",
  "GB82 WEST 1234 5698 7654 32",
  "192.168.17.4",
  "2001:db8::8a2e:370:7334",
  "078-05-1120",
  "sk-ant-api03-AbCd1234",
  "password: hunter2!",
  "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----",
  "My name is Ada Lovelace.",
  "Ada",
  "@ada_l",
  "\u27e6EMAIL_1\u27e7",
  "\u27e6NAME_2\u27e7",
] as const;

export const personalText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(fc.constantFrom(...ENTITIES), awkwardText, fc.constantFrom(" ", " and ", "\r\n", ", ", "é")),
    { maxLength: 10 },
  )
  .map((parts) => parts.join(""));

export const personalConversation: fc.Arbitrary<Conversation> = fc
  .array(personalText, { maxLength: 4 })
  .map((texts) => conversationOf(texts.map((text, at) => [at % 2 === 0 ? "user" : "assistant", text])));
