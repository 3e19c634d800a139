import { describe, expect, test } from "vitest";
import { identityOf } from "../../../../src/core/review/identity.ts";

const known =
  (...keys: readonly string[]) =>
  ({ id, hash }: { readonly id: string; readonly hash: string }): boolean =>
    keys.includes(`${id} ${hash}`);

describe("the id that a conversation's judgements have", () => {
  test("is its own where there are none, or where they are under it", () => {
    const second = { id: "x~2", hash: "h2" };
    expect(identityOf(second, known())).toBe(second);
    expect(identityOf(second, known("x~2 h2", "x h2"))).toBe(second);
    expect(identityOf({ id: "x", hash: "h1" }, known("x h1"))).toEqual({ id: "x", hash: "h1" });
  });

  test("is the plain one for a row that was judged before its id was known to repeat", () => {
    expect(identityOf({ id: "x~2", hash: "h2" }, known("x h2"))).toEqual({ id: "x", hash: "h2" });
    expect(identityOf({ id: "a\nb~12", hash: "h" }, known("a\nb h"))).toEqual({ id: "a\nb", hash: "h" });
  });

  test("is never that of a row with other content", () => {
    expect(identityOf({ id: "x~2", hash: "h2" }, known("x h1"))).toEqual({ id: "x~2", hash: "h2" });
    expect(identityOf({ id: "~2", hash: "h" }, known(" h"))).toEqual({ id: "~2", hash: "h" });
  });
});
