import * as vscode from "vscode";
import { Cancelled } from "../errors.ts";
import { withoutIcons } from "../plain.ts";
import { GoBack } from "./asker.ts";
import type { Asker, Choice, InputStep, PickStep } from "./asker.ts";

interface Item<T> extends vscode.QuickPickItem {
  readonly choice: Choice<T>;
}

/** Asks by VS Code's quick picks and input boxes, each with a button that leads back. */
export const vscodeAsker: Asker = {
  pick<T>(step: PickStep<T>): Promise<T> {
    const picker = vscode.window.createQuickPick<Item<T>>();
    picker.title = step.title;
    picker.placeholder = step.placeholder;
    picker.ignoreFocusOut = true;
    picker.matchOnDetail = true;
    picker.matchOnDescription = true;
    picker.items = step.choices.map((choice) => ({
      choice,
      label: `${choice.icon === undefined ? "" : `$(${choice.icon}) `}${withoutIcons(choice.label)}`,
      ...(choice.description === undefined ? {} : { description: withoutIcons(choice.description) }),
      ...(choice.detail === undefined ? {} : { detail: withoutIcons(choice.detail) }),
    }));
    picker.activeItems = picker.items.slice(step.active ?? 0, (step.active ?? 0) + 1);
    return answered(picker, () => {
      const choice = picker.activeItems[0]?.choice;
      return choice?.inert === true ? undefined : choice;
    });
  },

  input(step: InputStep): Promise<string> {
    const box = vscode.window.createInputBox();
    box.title = step.title;
    box.prompt = withoutIcons(step.prompt);
    box.value = step.value;
    box.ignoreFocusOut = true;
    const check = (): string | undefined => step.problem(box.value);
    box.onDidChangeValue(() => {
      box.validationMessage = check();
    });
    return answered(box, () => {
      box.validationMessage = check();
      return box.validationMessage === undefined ? { value: box.value } : undefined;
    });
  },
};

/** `take`: the answer when the user accepts; undefined when it won't do yet. */
function answered<T>(
  input: vscode.QuickPick<vscode.QuickPickItem & { readonly choice: Choice<T> }> | vscode.InputBox,
  take: () => { readonly value: T } | undefined,
): Promise<T> {
  input.buttons = [vscode.QuickInputButtons.Back];
  return new Promise<T>((resolve, reject) => {
    input.onDidTriggerButton(() => {
      reject(new GoBack());
      input.hide();
    });
    input.onDidAccept(() => {
      const answer = take();
      if (!answer) return;
      resolve(answer.value);
      input.hide();
    });
    input.onDidHide(() => {
      input.dispose();
      reject(new Cancelled());
    });
    input.show();
  });
}
