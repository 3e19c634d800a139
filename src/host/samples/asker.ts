/** Asking a person step by step. The dialogue is written against this, so that it can be played without VS Code. */

export interface Choice<T> {
  /** Plain text. `icon`: a codicon's name, put before it. */
  readonly label: string;
  readonly icon?: string;
  readonly description?: string;
  readonly detail?: string;
  readonly value: T;
  /** Only to be read: choosing it does nothing. */
  readonly inert?: boolean;
}

export interface PickStep<T> {
  readonly title: string;
  readonly placeholder: string;
  readonly choices: readonly Choice<T>[];
  /** Place of the choice to begin with. */
  readonly active?: number;
}

export interface InputStep {
  readonly title: string;
  readonly prompt: string;
  readonly value: string;
  /** What is wrong with an answer, in words. */
  readonly problem: (value: string) => string | undefined;
}

/** Both reject with `GoBack` when the person goes a step back, and with `Cancelled` when they give up. */
export interface Asker {
  pick<T>(step: PickStep<T>): Promise<T>;
  input(step: InputStep): Promise<string>;
}

export class GoBack extends Error {
  override readonly name = "GoBack";
}

/** A step of a dialogue: what it adds to the answers, or undefined when it doesn't apply. */
export type Step<D> = (draft: D) => Promise<Partial<D>> | undefined;

/**
 * Plays the steps in order. Going back leads to the latest step that was asked, with its answers forgotten; from the
 * first one it stays there.
 */
export async function playSteps<D>(steps: readonly Step<D>[], start: D): Promise<D> {
  const asked: { readonly at: number; readonly draft: D }[] = [];
  let draft = start;
  for (let at = 0; at < steps.length;) {
    const asking = steps[at]?.(draft);
    if (!asking) {
      at++;
      continue;
    }
    try {
      const answers = await asking;
      asked.push({ at, draft });
      draft = { ...draft, ...answers };
      at++;
    } catch (error) {
      if (!(error instanceof GoBack)) throw error;
      const last = asked.pop();
      if (!last) continue;
      ({ at, draft } = last);
    }
  }
  return draft;
}
