/**
 * Says where and how a text fails to be JSON. The platform's own messages quote the text, which must not
 * reach logs, and give no line; this runs only on text that has already failed to parse.
 */

export interface JsonProblem {
  /** UTF-16 code units from the text's start. */
  readonly offset: number;
  /** A clause such as "a comma or } is missing". Holds none of the text. */
  readonly problem: string;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z_]+/y;

type Expect = "value" | "value-or-]" | "key" | "key-or-}" | "colon" | "comma-or-]" | "comma-or-}" | "end";

const EXPECTED: { readonly [e in Expect]: string } = {
  value: "a value is missing",
  "value-or-]": "a value or ] is missing",
  key: "a key in double quotes is missing",
  "key-or-}": "a key in double quotes or } is missing",
  colon: "a colon is missing after a key",
  "comma-or-]": "a comma or ] is missing",
  "comma-or-}": "a comma or } is missing",
  end: "there is more text after the JSON value",
};

const MAX_OPEN = 10_000;

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

/** Finds the first fault. Iterative, so nesting can't exhaust the stack. Undefined for valid JSON, unless that is
 * nested more than 10,000 levels deep. */
export function diagnoseJson(text: string): JsonProblem | undefined {
  const open: ("[" | "{")[] = [];
  let expect: Expect = "value";
  let at = 0;
  const afterValue = (): Expect => {
    const top = open[open.length - 1];
    return top === undefined ? "end" : top === "[" ? "comma-or-]" : "comma-or-}";
  };
  for (;;) {
    while (isSpace(text.charCodeAt(at))) at++;
    // Far beyond what is read anyway; hostile files nest by the million.
    if (open.length > MAX_OPEN) return { offset: at, problem: "it is nested far too deep" };
    if (at >= text.length) {
      if (expect === "end") return undefined;
      return { offset: at, problem: "the text ends in the middle of a JSON value" };
    }
    const ch = text.charAt(at);
    const fault = { offset: at, problem: EXPECTED[expect] };
    if (expect === "value" || expect === "value-or-]") {
      if (ch === "]" && expect === "value-or-]") {
        open.pop();
        at++;
        expect = afterValue();
      } else if (ch === "[" || ch === "{") {
        open.push(ch);
        at++;
        expect = ch === "[" ? "value-or-]" : "key-or-}";
      } else {
        const end = scalarEnd(text, at);
        if (typeof end !== "number") return end;
        if (end === at) return fault;
        at = end;
        expect = afterValue();
      }
    } else if (expect === "key" || expect === "key-or-}") {
      if (ch === "}" && expect === "key-or-}") {
        open.pop();
        at++;
        expect = afterValue();
      } else if (ch === '"') {
        const end = stringEnd(text, at);
        if (typeof end !== "number") return end;
        at = end;
        expect = "colon";
      } else return fault;
    } else if (expect === "colon") {
      if (ch !== ":") return fault;
      at++;
      expect = "value";
    } else if (expect === "comma-or-]" && ch === "]") {
      open.pop();
      at++;
      expect = afterValue();
    } else if (expect === "comma-or-}" && ch === "}") {
      open.pop();
      at++;
      expect = afterValue();
    } else if (expect !== "end" && ch === ",") {
      at++;
      expect = expect === "comma-or-]" ? "value" : "key";
    } else return fault;
  }
}

/** End of a string, number or literal at `at`; `at` itself when there is none. */
function scalarEnd(text: string, at: number): number | JsonProblem {
  if (text.charAt(at) === '"') return stringEnd(text, at);
  if (text.charAt(at) === "'") return { offset: at, problem: "text is in single quotes, not double quotes" };
  NUMBER.lastIndex = at;
  const number = NUMBER.exec(text);
  if (number !== null) return at + number[0].length;
  WORD.lastIndex = at;
  const word = WORD.exec(text)?.[0];
  if (word === "true" || word === "false" || word === "null") return at + word.length;
  if (word !== undefined) return { offset: at, problem: "a bare word stands where a JSON value should be" };
  return at;
}

function stringEnd(text: string, at: number): number | JsonProblem {
  for (let i = at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 34) return i + 1;
    if (code < 32)
      return { offset: i, problem: "a string holds an unescaped control character or line break" };
    if (code !== 92) continue;
    const escape = text.charAt(i + 1);
    if (escape === "u" && !/^[0-9a-fA-F]{4}$/.test(text.slice(i + 2, i + 6))) {
      return { offset: i, problem: "a \\u escape is not followed by four hex digits" };
    }
    if (escape !== "" && !'"\\/bfnrtu'.includes(escape)) {
      return { offset: i, problem: "a backslash is followed by a letter that JSON has no escape for" };
    }
    i++;
  }
  return { offset: text.length, problem: "the text ends inside a string" };
}
