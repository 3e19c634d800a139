/** As much of VS Code as the surfaces of samples touch, for tests outside an extension host. */

type Listener = (value: unknown) => unknown;

export class EventEmitter {
  private readonly listeners = new Set<Listener>();
  readonly event = (listener: Listener): { dispose(): void } => {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  };
  fire(value?: unknown): void {
    for (const listener of this.listeners) listener(value);
  }
  dispose(): void {
    this.listeners.clear();
  }
}

export class TreeItem {
  constructor(
    readonly label: string,
    readonly collapsibleState = 0,
  ) {}
}

export class ThemeIcon {
  constructor(readonly id: string) {}
}
export class ThemeColor {}

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };
export const StatusBarAlignment = { Left: 1, Right: 2 };

/** What commands were executed, what the view and the status bar show. */
export const seen = {
  contexts: new Map<unknown, unknown>(),
  view: { description: "", message: "", dispose: () => undefined },
  bar: { text: "", tooltip: "", visible: false },
};

export const commands = {
  executeCommand: async (command: string, ...args: readonly unknown[]): Promise<void> => {
    if (command === "setContext") seen.contexts.set(args[0], args[1]);
  },
};

export const window = {
  createTreeView: () => seen.view,
  createStatusBarItem: () => ({
    set text(text: string) {
      seen.bar.text = text;
    },
    set tooltip(text: string) {
      seen.bar.tooltip = text;
    },
    show: () => void (seen.bar.visible = true),
    hide: () => void (seen.bar.visible = false),
    dispose: () => undefined,
  }),
};
