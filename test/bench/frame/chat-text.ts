/** Paragraphs of made-up chat, as they stand within JSON strings. */
import type { Random } from "../../../src/core/agreement/random.ts";

const WORDS = (
  "the of and to in is that for it as was with be by on not he his but at are this have from or had an they which one " +
  "you were all her she there would their we him been has when who will no more if out so up said what its about than " +
  "into them can only other time new some could these two may first then do any like my now over such our man me even " +
  "most made after also did many off before must well back through years much where your way down should because long " +
  "each just state those people too little good world make very year still see own work men day get here old between " +
  "question answer reason matter choice value careful options consider example decision trade balance evidence context " +
  "function module server database request response budget schedule recipe garden history language culture family"
).split(" ");
const ACCENTED = "façade naïve Zürich café déjà São señor Łódź smörgåsbord Ελλάδα привет работа выбор".split(
  " ",
);
const IDEOGRAPHS = "我们可以一起考虑这个问题的不同方面因为每选择都有理由時間東京日本語会話価値観ありがとう";
const EMOJI = ["🙂", "👍🏽", "🌍", "❤️"];
const CODE =
  'function pick(items: string[]): string {\n\tconst path = "C:\\\\data\\\\in";\n\tif (items.length === 0) return "";\n\treturn `${path}/${items[0]}`;\n}\n';

/** One paragraph as plain text: mostly prose, some lists, code, and other scripts. */
function paragraph(random: Random): string {
  const kind = random.below(20);
  if (kind === 0) return `\`\`\`ts\n${CODE.repeat(1 + random.below(3))}\`\`\``;
  if (kind === 1) return ideographs(random);
  if (kind <= 4) return Array.from({ length: 3 }, () => `- **${sentence(random)}**`).join("\n");
  return Array.from({ length: 1 + random.below(5) }, () => sentence(random)).join(" ");
}

function sentence(random: Random): string {
  const words = Array.from({ length: 6 + random.below(16) }, () => WORDS[random.below(WORDS.length)] ?? "");
  const special = random.below(12);
  if (special === 0) words.push(ACCENTED[random.below(ACCENTED.length)] ?? "");
  if (special === 1) words.push(`"${words[1]} ${words[2]}"`);
  if (special === 2) words.push(EMOJI[random.below(EMOJI.length)] ?? "");
  if (special === 3) words.push("it’s", "–", "“quoted”");
  const text = words.join(" ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function ideographs(random: Random): string {
  const signs = Array.from(IDEOGRAPHS);
  return `${Array.from({ length: 40 + random.below(80) }, () => signs[random.below(signs.length)]).join("")}。`;
}

/** Within a JSON string, as UTF-8; `ascii`: as Python's json.dumps writes by default, with `\u` escapes. */
export function inString(text: string, ascii = false): Buffer {
  const quoted = JSON.stringify(text).slice(1, -1);
  if (!ascii) return Buffer.from(quoted);
  const escape = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return Buffer.from(quoted.replace(/[^\x20-\x7e]/g, escape));
}

/** Paragraphs to choose from, each in both ways of writing. */
export function paragraphs(random: Random, count: number): { utf8: Buffer[]; ascii: Buffer[] } {
  const texts = Array.from({ length: count }, () => `${paragraph(random)}\n\n`);
  return { utf8: texts.map((text) => inString(text)), ascii: texts.map((text) => inString(text, true)) };
}
