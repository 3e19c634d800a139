/**
 * A budget that can't be overrun: before each call its dearest outcome is set aside, and only what is neither spent nor
 * set aside can be. After the call the real cost takes its place. Amounts are whole billionths of a dollar, so that
 * sums are exact.
 */

const PER_DOLLAR = 1_000_000_000;

export interface Budget {
  /** Billionths of a dollar; undefined = no cap. */
  readonly cap: number | undefined;
  readonly spent: number;
  /** By the caller's id of the call. */
  readonly reserved: ReadonlyMap<string, number>;
}

/** Rounded up: never less than the cost. Not a number or below 0 counts as nothing. */
function toUnits(dollars: number): number {
  return dollars > 0 ? Math.ceil(dollars * PER_DOLLAR) : 0;
}

/** `cap` and what earlier sessions of the run have spent, US dollars. The cap is rounded down. */
export function openBudget(cap: number | undefined, spent = 0): Budget {
  const limit = cap === undefined ? undefined : Math.max(0, Math.floor(cap * PER_DOLLAR));
  return { cap: limit, spent: toUnits(spent), reserved: new Map() };
}

function reservedSum(budget: Budget): number {
  let sum = 0;
  for (const amount of budget.reserved.values()) sum += amount;
  return sum;
}

/**
 * Sets `most` dollars aside for a call; undefined when the cap doesn't cover it: then the call must not be made. An id
 * that is set aside already keeps the larger of both amounts.
 */
export function reserve(budget: Budget, id: string, most: number): Budget | undefined {
  const before = budget.reserved.get(id) ?? 0;
  const amount = Math.max(before, toUnits(most));
  const { cap } = budget;
  if (cap !== undefined && budget.spent + reservedSum(budget) - before + amount > cap) return undefined;
  return { ...budget, reserved: new Map(budget.reserved).set(id, amount) };
}

/** Puts the real cost (0 for a call that cost nothing) in the place of what was set aside. */
export function settle(budget: Budget, id: string, actual: number): Budget {
  const reserved = new Map(budget.reserved);
  reserved.delete(id);
  return { ...budget, spent: budget.spent + toUnits(actual), reserved };
}

/** US dollars. */
export function spentOf(budget: Budget): number {
  return budget.spent / PER_DOLLAR;
}

/** US dollars that can still be set aside; undefined without a cap. */
export function leftOf(budget: Budget): number | undefined {
  if (budget.cap === undefined) return undefined;
  return Math.max(0, budget.cap - budget.spent - reservedSum(budget)) / PER_DOLLAR;
}
