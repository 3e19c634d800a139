import { expect, type Frame, type Locator, type Page } from "@playwright/test";

/** Waits until the workbench is drawn and its extension host answers. */
export async function workbenchReady(page: Page): Promise<void> {
  await page.locator(".monaco-workbench .part.statusbar .statusbar-item").first().waitFor();
  await page.locator(".monaco-workbench .part.editor").first().waitFor();
}

/**
 * In a browser VS Code writes its layout and the extensions' memory every 5 s, not when the page goes (nothing may wait
 * there). A person who reloads sooner loses the tabs too.
 */
const STATE_FLUSH_MS = 6_000;

/** Reloads the window once its state is kept, and waits for it to be usable. */
export async function reloadWindow(page: Page): Promise<void> {
  await page.waitForTimeout(STATE_FLUSH_MS);
  await page.reload();
  await workbenchReady(page);
}

/** The open quick input's text box. */
export function quickInput(page: Page): Locator {
  return page.locator(".quick-input-widget:visible .quick-input-box input").first();
}

const quickRows = ".quick-input-widget:visible .quick-input-list .monaco-list-row";

/**
 * The row of the open quick pick whose label is exactly `text`, or failing that, the first that contains it.
 * Rows out of sight are not in the DOM: filter first.
 */
async function quickRow(page: Page, text: string, timeout = 15_000): Promise<Locator> {
  const rows = page.locator(quickRows);
  const label = page.locator(".quick-input-list-label, .label-name");
  const exact = rows.filter({ has: label.getByText(text, { exact: true }) });
  await rows.filter({ hasText: text }).first().waitFor({ timeout });
  return (await exact.count()) > 0 ? exact.first() : rows.filter({ hasText: text }).first();
}

/** Opens the command palette with `text` in it; a palette that is just closing swallows F1, hence the tries. */
async function openPalette(page: Page, text: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    await page.keyboard.press("F1");
    try {
      await quickInput(page).waitFor({ timeout: 3000 });
      return await quickInput(page).fill(text, { timeout: 3000 });
    } catch (error) {
      if (tries === 4) throw error;
    }
  }
}

/**
 * Runs a command by its full title, category included, through the command palette, as a person would. Waits up to
 * 20 s for the palette to offer it: the list is fixed when the palette opens, and extensions may still be loading.
 */
export async function runCommand(page: Page, title: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    await openPalette(page, `>${title}`);
    try {
      await (await quickRow(page, title, 4000)).click({ timeout: 4000 });
      return;
    } catch (error) {
      if (tries === 4) throw error;
      await page.keyboard.press("Escape");
    }
  }
}

/** Whether the palette offers a command now (commands whose `when` is false are not offered). */
export async function commandOffered(page: Page, title: string): Promise<boolean> {
  await openPalette(page, `>${title}`);
  await page.locator(quickRows).first().waitFor();
  const offered = (await page.locator(quickRows).filter({ hasText: title }).count()) > 0;
  await page.keyboard.press("Escape");
  await quickInput(page).waitFor({ state: "hidden" });
  return offered;
}

/** Filters the open quick pick by `text` and accepts the row that has it. */
export async function quickPick(page: Page, text: string): Promise<void> {
  await quickInput(page).waitFor();
  await quickInput(page).fill(text);
  await (await quickRow(page, text)).click();
}

/** Types into the open input box and accepts it. */
export async function quickType(page: Page, text: string): Promise<void> {
  await quickInput(page).waitFor();
  await quickInput(page).fill(text);
  await quickInput(page).press("Enter");
}

/**
 * Gives a path to the open file dialog. The dialog's own first folder may come after the first letters typed, and Enter
 * on a folder may only go into it; so both are repeated until the dialog (told by its button) is gone.
 */
export async function quickPath(page: Page, file: string): Promise<void> {
  const button = page.locator(".quick-input-widget:visible .quick-input-action .monaco-button").first();
  await button.waitFor();
  await expect(async () => {
    if (!(await button.isVisible())) return;
    await quickInput(page).fill(file);
    await page.waitForTimeout(400);
    await expect(quickInput(page)).toHaveValue(file, { timeout: 100 });
    await quickInput(page).press("Enter");
    await button.waitFor({ state: "hidden", timeout: 1_500 });
  }).toPass({ timeout: 25_000 });
}

/** Opens a file of the workspace by its name, through Go to File. */
export async function openFile(page: Page, name: string): Promise<void> {
  await openPalette(page, name);
  await (await quickRow(page, name)).click();
  await page.locator(".tabs-container .tab", { hasText: name }).first().waitFor();
}

/** The innermost frame of the webview that holds `selector`; webviews are nested iframes that come and go. */
export async function webviewFrame(page: Page, selector: string, timeoutMs = 20_000): Promise<Frame> {
  const end = Date.now() + timeoutMs;
  while (Date.now() < end) {
    for (const frame of page.frames()) {
      if (frame === page.mainFrame()) continue;
      // A frame may be gone by the time we ask; then it isn't the one.
      const found = await frame
        .locator(selector)
        .count()
        .catch(() => 0);
      if (found > 0) return frame;
    }
    await page.waitForTimeout(50);
  }
  throw new Error(`no webview holds ${selector}`);
}

/** The text of the notifications on screen. */
export async function notifications(page: Page): Promise<string[]> {
  return page.locator(".notifications-toasts .notification-list-item-message").allInnerTexts();
}

/**
 * The extensions that run in the host, by id or display name, and what VS Code shows of their activation, as `Developer: Show
 * Running Extensions` lists them.
 */
export async function runningExtensions(page: Page): Promise<{ name: string; text: string }[]> {
  await runCommand(page, "Developer: Show Running Extensions");
  const rows = page.locator(".runtime-extensions-editor .monaco-list-row");
  await rows.first().waitFor();
  const found = new Map<string, string>();
  await rows.first().hover();
  // The slowest come first and the list is virtual: read, scroll, until nothing new comes.
  for (let known = -1; known < found.size;) {
    known = found.size;
    for (const row of await rows.all()) {
      const name = await row.locator(".name").first().innerText();
      found.set(name, (await row.innerText()).replace(/\s+/g, " "));
    }
    await page.mouse.wheel(0, 300);
    await page.waitForTimeout(200);
  }
  await page.keyboard.press("Escape"); // it is a dialog, and one that keeps the palette shut
  await rows.first().waitFor({ state: "hidden" });
  return [...found].map(([name, text]) => ({ name, text }));
}
