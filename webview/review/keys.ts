/**
 * Keys. The judging keys are VS Code commands: VS Code listens on the webview's window (bubble phase) and hands every
 * key that gets there to the workbench. So a key that a control takes for itself has to be stopped on its way.
 */

export interface KeyHelp {
  readonly keys: readonly string[];
  readonly what: string;
}

/** The default keys, for the overlay; users may have rebound them. */
export const DEFAULT_KEYS: readonly { readonly title: string; readonly keys: readonly KeyHelp[] }[] = [
  {
    title: "Labels",
    keys: [
      { keys: ["c"], what: "Confirm" },
      { keys: ["e"], what: "Correct" },
      { keys: ["x"], what: "Reject, or take back your own" },
      { keys: ["⌫"], what: "Take back a judgement" },
      { keys: ["a"], what: "Add an AI value on the selected words" },
      { keys: ["h"], what: "Add a human value" },
      { keys: ["j", "↓"], what: "Next label" },
      { keys: ["k", "↑"], what: "Previous label" },
      { keys: ["o"], what: "Show the evidence" },
      { keys: ["l"], what: "Suggest labels" },
    ],
  },
  {
    title: "Questions",
    keys: [
      { keys: ["r"], what: "Response type, then 1–7" },
      { keys: ["b"], what: "Subjectivity, then 1–2" },
      { keys: ["t"], what: "Task" },
      { keys: ["n"], what: "Note (Ctrl+Enter saves)" },
    ],
  },
  {
    title: "Conversation",
    keys: [
      { keys: ["d"], what: "Done and next" },
      { keys: ["s"], what: "Skip and next" },
      { keys: ["f"], what: "Flag" },
      { keys: ["["], what: "Previous conversation" },
      { keys: ["]"], what: "Next conversation" },
      { keys: ["g"], what: "Go to a conversation" },
      { keys: ["w"], what: "Whole corpus as a table" },
      { keys: ["u", "Ctrl+Z"], what: "Undo" },
      { keys: ["Shift+U", "Ctrl+Shift+Z"], what: "Redo" },
      { keys: ["v"], what: "Where labels are shown" },
      { keys: ["?"], what: "These keys" },
    ],
  },
];

/** Keys that a text field uses itself, beside printable characters. */
const EDITING = new Set([
  "Enter",
  "Backspace",
  "Delete",
  "ArrowUp",
  "ArrowDown",
  "ArrowLeft",
  "ArrowRight",
  "Home",
  "End",
  "PageUp",
  "PageDown",
]);
/** Chords by which a field undoes its own typing; the panel's undo must not take them. */
const FIELD_CHORDS = new Set(["z", "y"]);

/** True when a text field should keep this key to itself. `key` as in KeyboardEvent. */
export function belongsToTextField(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "isComposing">,
): boolean {
  if (event.isComposing) return true;
  const altGraph = event.ctrlKey && event.altKey;
  if ((event.ctrlKey || event.metaKey) && !altGraph) {
    return event.key === "Enter" || EDITING.has(event.key) || FIELD_CHORDS.has(event.key.toLowerCase());
  }
  // One code point: "é", "ß", an emoji; and Alt- or AltGr-made characters such as "@".
  return [...event.key].length === 1 || event.key === "Dead" || EDITING.has(event.key);
}

/** Keeps typing inside a field (or its shadow) from being read as commands. `escape` gets the person out of it. */
export function keepTypingIn(field: HTMLElement, escape: () => void): void {
  const guard = (event: KeyboardEvent): void => {
    if (belongsToTextField(event)) event.stopPropagation();
    else if (event.key === "Escape" && event.type === "keydown") {
      event.stopPropagation();
      escape();
    }
  };
  field.addEventListener("keydown", guard);
  field.addEventListener("keypress", guard);
  field.addEventListener("keyup", guard);
}

/** True without Ctrl, Alt or Meta; Shift may be held. */
export function isPlain(event: KeyboardEvent): boolean {
  return !event.ctrlKey && !event.altKey && !event.metaKey;
}
