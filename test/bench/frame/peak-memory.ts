/** How much memory a piece of work takes at most, over what the process had before it. */
import { readFileSync, writeFileSync } from "node:fs";

const SAMPLE_MS = 2;

/**
 * Bytes of resident memory at the peak of `work`, less those before. On Linux the kernel keeps the peak; elsewhere it
 * is sampled every 2 ms.
 */
export async function peakOver(work: () => Promise<unknown>): Promise<number> {
  globalThis.gc?.();
  let peak = 0;
  const sample = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), SAMPLE_MS);
  const isKept = resetKernelPeak();
  const before = process.memoryUsage.rss();
  try {
    await work();
  } finally {
    clearInterval(sample);
  }
  return Math.max(isKept ? kernelPeak() : 0, peak, process.memoryUsage.rss()) - before;
}

function resetKernelPeak(): boolean {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
    return kernelPeak() > 0;
  } catch {
    return false;
  }
}

function kernelPeak(): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  return Number(kilobytes ?? 0) * 1024;
}
