/**
 * Structures for use again within a thread. Each has a memory of its own, for which the engine reserves gigabytes of
 * addresses: a folder of ten thousand files must not have one each.
 */
import { Structure } from "./structure.ts";

const KEEP = 3;
const idle: Structure[] = [];

/** To be given back by `returnStructure`. */
export function borrowStructure(): Structure {
  return idle.pop() ?? new Structure();
}

export function returnStructure(structure: Structure): void {
  // What a huge record needed is not kept.
  structure.reserve(0);
  if (idle.length < KEEP) idle.push(structure);
}
