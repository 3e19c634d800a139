/** Parsing one JSON text: strict first, then with two well-known deviations, else a reason. */
import type { JsonValue } from "../conversation/model.ts";
import { diagnoseJson } from "./json-diagnose.ts";
import { nestsDeeperThan } from "./json-shape.ts";

/** Lists and objects may be nested this deep: far beyond any real conversation, far below the stack's end. */
export const MAX_DEPTH = 256;

export type Parsed =
  | { readonly ok: true; readonly value: JsonValue; readonly notes: readonly string[] }
  | {
      readonly ok: false;
      /** A clause without any of the text. */
      readonly problem: string;
      /** UTF-16 code units from the text's start, when the fault has a place. */
      readonly offset?: number;
    };

/**
 * Parses JSON without throwing. Python's NaN and Infinity become null and raw control characters in strings
 * are accepted, each with a note. `notes` names every deviation.
 */
export function parseJson(text: string): Parsed {
  let value: JsonValue;
  let notes: readonly string[] = [];
  try {
    value = JSON.parse(text);
  } catch {
    const mended = mend(text);
    if (mended === undefined) return { ok: false, ...whatIsWrong(text) };
    try {
      value = JSON.parse(mended.text);
      notes = mended.notes;
    } catch {
      return { ok: false, ...whatIsWrong(text) };
    }
  }
  // A value of depth d needs at least 2d characters, which spares most rows the walk.
  if (text.length > 2 * MAX_DEPTH && nestsDeeperThan(value, MAX_DEPTH)) {
    return { ok: false, problem: `it is nested more than ${MAX_DEPTH} levels deep` };
  }
  return { ok: true, value, notes };
}

function whatIsWrong(text: string): { problem: string; offset?: number } {
  return diagnoseJson(text) ?? { problem: "it is not valid JSON" };
}

const TOKENS = /"(?:[^"\\]|\\[\s\S])*"|-?\bInfinity\b|\bNaN\b/g;

/** Rewrites NaN / Infinity outside strings and control characters inside them; undefined when there are none. */
function mend(text: string): { text: string; notes: string[] } | undefined {
  let numbers = 0;
  let controls = 0;
  const mended = text.replace(TOKENS, (token) => {
    if (!token.startsWith('"')) {
      numbers++;
      return "null";
    }
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    return token.replace(/[\u0000-\u001f]/g, (ch) => {
      controls++;
      return `\\u${ch.charCodeAt(0).toString(16).padStart(4, "0")}`;
    });
  });
  if (numbers + controls === 0) return undefined;
  const notes: string[] = [];
  if (numbers > 0)
    notes.push(`${numbers} NaN or Infinity in the source, which JSON does not have, read as null`);
  if (controls > 0)
    notes.push(`${controls} unescaped control characters in the source's strings kept as they are`);
  return { text: mended, notes };
}
