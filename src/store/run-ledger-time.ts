/** The engine's clock, sleep and chance as the system has them. */
import type { Time } from "../core/extraction/engine/ports.ts";

/** Longer timers end at once in Node. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export const systemTime: Time = {
  now: Date.now,
  random: Math.random,
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, Math.min(ms, MAX_TIMER_MS));
      signal.addEventListener("abort", end, { once: true });
    }),
};
