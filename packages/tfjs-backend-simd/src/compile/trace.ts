import type { Tensor } from '@tensorflow/tfjs-core'
import { HEADER_WORDS, parametersOf } from '../runtime/command-queue.ts'
import { differenceOfTrees } from './result-tree.ts'
import type { ResultTree } from './result-tree.ts'
import type { Recording } from './recording.ts'
import type { NativeType } from '../memory/tensor-storage.ts'
import type { Arena } from '../memory/arena.ts'

/** Where in the words of a trace the address of a captured tensor stands. */
export interface Relocation {
  readonly word: number
  /** Index into {@link Trace.captured}. */
  readonly captured: number
  /** What is added to the tensor's address. */
  readonly offset: number
}

/** Where a replay finds a tensor that the function returned. */
export type Result =
  /** It is an input. */
  | { readonly kind: 'input'; readonly index: number }
  /** It was there before. */
  | { readonly kind: 'older'; readonly tensor: Tensor }
  /** It was made, and shares the data of one that was there before. */
  | (Form & { readonly kind: 'alias'; readonly of: Tensor })
  /** JavaScript made its values. */
  | (Form & { readonly kind: 'constant'; readonly values: ArrayLike<unknown> })
  /** Operations made its values; `place` is the address in the terms of {@link Trace.placeless}. */
  | (Form & { readonly kind: 'computed'; readonly address: number; readonly place: number })

interface Form {
  readonly shape: number[]
  readonly dtype: NativeType
  readonly isKept: boolean
}

/** What a call of a function did, complete. */
export interface Trace {
  /** All commands, one after the other. */
  readonly words: Int32Array
  /** The words with every address replaced by which block it is in, and where there. */
  readonly placeless: readonly number[]
  readonly relocations: readonly Relocation[]
  /** Tensors from before the call that the commands read, and where they were. */
  readonly captured: readonly { readonly tensor: Tensor; readonly address: number }[]
  /** Every tensor from before the call that the function used. */
  readonly used: ReadonlySet<Tensor>
  readonly constants: readonly ArrayLike<unknown>[]
  /** Those that it used in taking gradients. */
  readonly usedInGradients: ReadonlySet<Tensor>
  readonly tree: ResultTree
  readonly results: readonly Result[]
  /** The memory that the commands work in. */
  readonly arena: Arena
}

/** @param toResults Says where the results are, given the place of an address in the terms of {@link Trace.placeless} */
export function createTrace(
  { runs, captured, used, usedInGradients, constants, arena }: Recording,
  tree: ResultTree,
  toResults: (placeOf: (address: number) => number) => readonly Result[],
): Trace {
  const words = join(runs)
  const blocks = [
    ...captured.map(({ data }) => ({ address: data.address, bytes: data.size * 4 })),
    ...arena.blocks,
  ]
  const blockOf = (address: number): number =>
    blocks.findIndex((block) => address >= block.address && address < block.address + block.bytes)
  const placeOf = (address: number): number => {
    const block = blockOf(address)
    return block === -1 ? address : block + (address - blocks[block].address) / 2 ** 32
  }
  const placeless = Array.from(words)
  const relocations: Relocation[] = []
  for (const word of addressesIn(words)) {
    const address = words[word] >>> 0
    const block = blockOf(address)
    placeless[word] = placeOf(address)
    if (block !== -1 && block < captured.length) {
      relocations.push({ word, captured: block, offset: address - blocks[block].address })
    }
  }
  return {
    words,
    placeless,
    relocations,
    captured: captured.map(({ tensor, data }) => ({ tensor, address: data.address })),
    used,
    constants,
    usedInGradients,
    tree,
    results: toResults(placeOf),
    arena,
  }
}

/** The first difference between two calls of a function, memory addresses aside; undefined if none. */
export function differenceOfTraces(a: Trace, b: Trace): string | undefined {
  const hasSameTensors =
    a.captured.length === b.captured.length &&
    a.captured.every(({ tensor }, i) => tensor === b.captured[i].tensor)
  if (!hasSameTensors) return 'it uses other tensors at every call'
  if (!areSame(a.placeless, b.placeless)) return 'it does not do the same at every call'
  const hasSameConstants =
    a.constants.length === b.constants.length &&
    a.constants.every((values, i) => areSame(values, b.constants[i]))
  if (!hasSameConstants) return 'it uses numbers made in JavaScript that differ from call to call'
  const difference = differenceOfTrees(a.tree, b.tree)
  if (difference !== undefined) return difference
  const hasSameResults =
    a.results.length === b.results.length &&
    a.results.every((result, i) => isSameResult(result, b.results[i]))
  return hasSameResults ? undefined : 'it returns other tensors at every call'
}

function isSameResult(a: Result, b: Result): boolean {
  if (a.kind === 'input') return b.kind === 'input' && a.index === b.index
  if (a.kind === 'older') return b.kind === 'older' && a.tensor === b.tensor
  if (b.kind === 'input' || b.kind === 'older') return false
  if (a.dtype !== b.dtype || a.isKept !== b.isKept || !areSame(a.shape, b.shape)) return false
  if (a.kind === 'alias') return b.kind === 'alias' && a.of === b.of
  if (a.kind === 'constant') return b.kind === 'constant' && areSame(a.values, b.values)
  return b.kind === 'computed' && a.place === b.place
}

/** The words that are addresses, but for those that say that there is none. */
function* addressesIn(words: Int32Array): Generator<number> {
  for (let start = 0; start < words.length; start += words[start + 1]) {
    for (const [i, kind] of parametersOf(words[start]).entries()) {
      const word = start + HEADER_WORDS + i
      if (kind === 'address' && words[word] !== 0) yield word
    }
  }
}

function join(runs: readonly Int32Array[]): Int32Array {
  const words = new Int32Array(runs.reduce((size, run) => size + run.length, 0))
  let end = 0
  for (const run of runs) {
    words.set(run, end)
    end += run.length
  }
  return words
}

function areSame(a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false
  return true
}
