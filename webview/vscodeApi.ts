/** The one place that touches `acquireVsCodeApi`: it may be called once per page only. */

interface RawApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): RawApi;

/** Typed port to the host. `State` must survive structured cloning; what comes back is checked by `parse`. */
export interface HostPort<Out, State> {
  readonly post: (message: Out) => void;
  /** What this page kept before it was hidden or reloaded; undefined at first, or when `parse` refuses it. */
  readonly restore: () => State | undefined;
  readonly keep: (state: State) => void;
}

/** Acquires the API. Throws when called twice or outside a webview. */
export function connectHost<Out, State>(parse: (kept: unknown) => State | undefined): HostPort<Out, State> {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    restore: () => parse(api.getState()),
    keep: (state) => api.setState(state),
  };
}
