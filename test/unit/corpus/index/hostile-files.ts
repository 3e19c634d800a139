/** Arbitraries of records and files that try to lead an index astray. */
import fc from "fast-check";

/** One of `odd` for `times` of the usual ones. */
const rarely = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>, times = 8): fc.Arbitrary<T> =>
  fc.oneof({ weight: times, arbitrary: usual }, { weight: 1, arbitrary: odd });

/** A JSON string, escaped in one of several ways. */
export const jsonText: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 12 }),
      fc.string({
        unit: fc.constantFrom("\\", '"', "{", "}", "[", "]", ",", ":", "u", "é", "𝄞", " "),
        maxLength: 80,
      }),
      fc.constantFrom(
        "user",
        "assistant",
        "human",
        "role",
        "content",
        "conversation",
        "id",
        "",
        "x".repeat(90),
      ),
    ),
    fc.constantFrom("plain", "plain", "unicode", "some"),
  )
  .map(([text, how]) =>
    how === "plain"
      ? JSON.stringify(text)
      : JSON.stringify(text).replace(
          how === "unicode" ? /[^"\\]/g : /[^ -~]/g,
          // What is behind a backslash must stay as it is.
          (ch, at: number, all: string) =>
            all[at - 1] === "\\" ? ch : `\\u${ch.charCodeAt(0).toString(16).padStart(4, "0")}`,
        ),
  )
  // An escape by name whose letters were turned into escapes themselves is no JSON any more.
  .map((text) => {
    try {
      JSON.parse(text);
      return text;
    } catch {
      return '"mended"';
    }
  });

const spaced = (text: string): fc.Arbitrary<string> =>
  rarely(fc.constant(text), fc.constantFrom(` ${text}`, `${text} `, `\t${text} `));

const scalar: fc.Arbitrary<string> = fc.oneof(
  jsonText,
  fc.constantFrom("0", "-0", "1e3", "1E999", "12345678901234567890", "-1.50", "true", "false", "null", "NaN"),
);
const badScalar = fc.constantFrom("01", "1.", "tru", "nul", "+1", "-", "1e", "--1", "'a'", "undefined", "");

/** Keys that are, or look like, those of the shape. */
const key: fc.Arbitrary<string> = fc.oneof(
  fc
    .constantFrom("id", "conversation_id", "conversation", "role", "content", "text", "Role", "__proto__")
    .map((name) => JSON.stringify(name)),
  fc.constantFrom('"\\u0069d"', '"conv\\u0065rsation"', '"r\\u006fle"', '"c\\u006Fntent"'),
  jsonText,
);

const object = (members: readonly (readonly [string, string])[]): string =>
  `{${members.map(([name, value]) => `${name}:${value}`).join(",")}}`;

const anything: fc.Arbitrary<string> = fc
  .letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      rarely(scalar, badScalar, 150),
      fc.array(tie("value"), { maxLength: 4 }).map((items) => `[${items.join(",")}]`),
      fc.array(fc.tuple(key, tie("value")), { maxLength: 4 }).map(object),
    ),
  }))
  .value.chain(spaced);

const role = fc.oneof(
  fc.constantFrom('"user"', '"assistant"', '"human"', '"\\u0075ser"', '"User"', "1", "null"),
  jsonText,
);
const block = fc.oneof(
  fc
    .tuple(fc.constantFrom('"text"', '"te\\u0078t"', '"thinking"'), anything)
    .map((member) => object([member])),
  jsonText.map((text) => `{"type":"text","text":${text}}`),
  anything,
);
const content = fc.oneof(
  jsonText,
  anything,
  fc.array(block, { maxLength: 3 }).map((blocks) => `[${blocks.join(" ,")}]`),
);
const message = rarely(
  fc
    .tuple(role, content, fc.array(fc.tuple(key, anything), { maxLength: 2 }), fc.boolean())
    .map(([who, what, more, last]) => {
      const own: [string, string][] = [
        ['"role"', who],
        ['"content"', what],
      ];
      return object(last ? [...more, ...own] : [...own, ...more]);
    }),
  anything,
);

export const record: fc.Arbitrary<string> = rarely(
  fc
    .tuple(
      fc.array(fc.tuple(key, anything), { maxLength: 2 }),
      fc.oneof(jsonText, scalar, fc.constantFrom('"a"', '"b"', '"a~2"', '"row-1"', '"\\u0061"', '""')),
      fc.array(message, { maxLength: 4 }),
      fc.array(fc.tuple(key, anything), { maxLength: 1 }),
    )
    .map(([before, id, messages, after]) =>
      object([...before, ['"id"', id], ['"conversation"', `[${messages.join(", ")}]`], ...after]),
    ),
  anything,
);

/** Bytes put in anywhere: not UTF-8, structure where none belongs, control characters. */
const damage = fc.constantFrom(
  [0xff],
  [0xc3],
  [0x22],
  [0x5c],
  [0x7d],
  [0x5d],
  [0x2c],
  [0x01],
  [0xed, 0xa0, 0x80],
);

export const recordBytes: fc.Arbitrary<Buffer> = fc
  .tuple(record, rarely(fc.constant(null), fc.tuple(fc.nat(), fc.boolean(), damage)))
  .map(([text, change]) => {
    const bytes = Buffer.from(text.replaceAll("\n", " "));
    if (change === null) return bytes;
    const at = change[0] % (bytes.length + 1);
    return Buffer.concat([
      bytes.subarray(0, at),
      Buffer.from(change[2]),
      bytes.subarray(at + (change[1] ? 1 : 0)),
    ]);
  })
  .map((bytes) => Buffer.from(bytes.map((byte) => (byte === 10 ? 32 : byte))));

const lineEnd = fc.constantFrom("\n", "\n", "\r\n", "\n\n", "\n \t\r\n", "\n\u001e", "  \n");

/** A JSONL file: odd line ends, blank lines, a byte order mark, a last line that may not be ended or not whole. */
export const linesFile: fc.Arbitrary<Buffer> = fc
  .tuple(
    fc.constantFrom("", "", "\uFEFF", "\n", "\u001e"),
    fc.array(fc.tuple(recordBytes, lineEnd), { maxLength: 8 }),
    rarely(fc.constant(0), fc.nat(40), 2),
  )
  .map(([start, lines, cut]) => {
    const all = Buffer.concat([
      Buffer.from(start),
      ...lines.flatMap(([bytes, end]) => [bytes, Buffer.from(end)]),
    ]);
    return all.subarray(0, Math.max(0, all.length - cut));
  });
