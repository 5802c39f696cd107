/** @file A WebAssembly assembler for one function of few instructions. https://webassembly.github.io/spec/core/binary/ */

/** Encoded instructions. */
export type Code = readonly number[]

const I32 = 0x7f
const V128 = 0x7b

export const wasm = {
  get: (local: number): Code => [0x20, local],
  set: (local: number): Code => [0x21, local],
  tee: (local: number): Code => [0x22, local],
  constant: (value: number): Code => [0x41, ...signed(value)],
  subtract: [0x6b] as Code,
  /** Runs `body`, which leaves a number, until that is 0. */
  untilZero: (body: readonly Code[]): Code => [0x03, 0x40, ...body.flat(), 0x0d, 0, 0x0b],
  loadVector: (offset: number): Code => [0xfd, 0x00, 4, ...unsigned(offset)],
  loadSplat: (offset: number): Code => [0xfd, 0x09, 2, ...unsigned(offset)],
  storeVector: (offset: number): Code => [0xfd, 0x0b, 4, ...unsigned(offset)],
  addVectors: [0xfd, 0xe4, 0x01] as Code,
  multiplyVectors: [0xfd, 0xe6, 0x01] as Code,
}

/** A module that exports `run(count: i32)` and `memory`. */
export interface FunctionToAssemble {
  /** How many i32 locals there are, from number 1 on; the parameter is number 0. */
  readonly integers: number
  /** How many v128 locals come after those. */
  readonly vectors: number
  readonly body: readonly Code[]
  /** Memory, in pages of 64 KiB. */
  readonly pages: number
}

export function assembleWasm({
  integers,
  vectors,
  body,
  pages,
}: FunctionToAssemble): Uint8Array<ArrayBuffer> {
  const code = [2, integers, I32, vectors, V128, ...body.flat(), 0x0b]
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, I32, 0]), // types: (i32) → ()
    ...section(3, [1, 0]), // functions: one, of type 0
    ...section(5, [1, 0, pages]), // memories
    ...section(7, [2, ...name('run'), 0, 0, ...name('memory'), 2, 0]), // exports
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ])
}

function section(id: number, content: Code): Code {
  return [id, ...unsigned(content.length), ...content]
}

function name(text: string): Code {
  return [text.length, ...new TextEncoder().encode(text)]
}

/** LEB128 */
function unsigned(value: number): Code {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)]
}

/** LEB128 of a number ≥ 0, whose last byte must not have the sign bit 64 set. */
function signed(value: number): Code {
  return value < 64 ? [value] : [(value & 127) | 128, ...signed(value >>> 7)]
}
