/** `idHash48` of core in WebAssembly, which has the 64-bit multiplication that FNV-1a is made of. */
import { LAYOUT } from "./scan-layout.ts";
import { type FunctionText, i32, i64, local, loopWhile } from "./wasm-assembler.ts";

const at = local(0);
const end = local(1);
const hash = local(2);

/** `idHash(from, end) -> i32`: the lower 32 bits; the upper 16 are left at `LAYOUT.idHigh`. */
export const ID_HASH: FunctionText = {
  name: "idHash",
  parameters: ["i32", "i32"],
  result: "i32",
  locals: ["i64"],
  body: [
    ...hash.set(i64.const(BigInt.asIntN(64, 0xcbf29ce484222325n))),
    ...loopWhile(i32.ltU(at.get, end.get), [
      ...hash.set(i64.mul(i64.xor(hash.get, i64.load8(at.get)), i64.const(0x100000001b3n))),
      ...at.set(i32.add(at.get, i32.const(1))),
    ]),
    ...i32.store(
      i32.const(LAYOUT.idHigh),
      i32.fromI64(i64.and(i64.shrU(hash.get, i64.const(32n)), i64.const(0xffffn))),
    ),
    // The upper 16 bits go onto the lower 48.
    ...i32.fromI64(i64.xor(hash.get, i64.shrU(hash.get, i64.const(48n)))),
  ],
};
