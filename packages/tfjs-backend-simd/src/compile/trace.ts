import type { Tensor } from '@tensorflow/tfjs-core'
import { HEADER_WORDS } from '../generated/operations.ts'
import type { Arena } from '../memory/arena.ts'
import type { NativeType } from '../memory/tensor-storage.ts'
import { parametersOf } from '../runtime/command-queue.ts'
import type { Recording } from './recording.ts'
import { differenceOfTrees } from './result-tree.ts'
import type { ResultTree } from './result-tree.ts'

/** A word of a trace that holds an address within a captured tensor. */
export interface Relocation {
  /** Index into {@link Trace.words}. */
  readonly wordIndex: number
  /** Index into {@link Trace.captured}. */
  readonly capturedIndex: number
  /** The word is the captured tensor's address plus this offset, in bytes. */
  readonly offset: number
}

/** Where a replay finds a tensor that the function returned. */
export type Result =
  /** The tensor is an input. */
  | { readonly kind: 'input'; readonly index: number }
  /** The tensor existed before the call. */
  | { readonly kind: 'older'; readonly tensor: Tensor }
  /** The function created the tensor, which shares the data of an older tensor. */
  | (Form & { readonly kind: 'alias'; readonly of: Tensor })
  /** JavaScript computed the values. */
  | (Form & { readonly kind: 'constant'; readonly values: ArrayLike<unknown> })
  /** Recorded operations compute the values, at `address`. */
  | (Form & { readonly kind: 'computed'; readonly address: number; readonly relativeAddress: number })

interface Form {
  readonly shape: number[]
  readonly dtype: NativeType
  /** Whether the function called `tf.keep` on the tensor. */
  readonly isKept: boolean
}

/** Everything that one call of a function did. */
export interface Trace {
  /** All commands in order. */
  readonly words: Int32Array
  /** The words, each address relative: the block's index plus the offset in the block divided by 2³². */
  readonly relativeWords: readonly number[]
  readonly relocations: readonly Relocation[]
  /** The older tensors that the commands read, with their addresses at the time of the call. */
  readonly captured: readonly { readonly tensor: Tensor; readonly address: number }[]
  /** Every older tensor that the function used. */
  readonly used: ReadonlySet<Tensor>
  /** The tensors of `used` that the function used while it took gradients. */
  readonly usedInGradients: ReadonlySet<Tensor>
  /** Values that JavaScript computed, in order. */
  readonly constants: readonly ArrayLike<unknown>[]
  /** The form of what the function returned. */
  readonly tree: ResultTree
  /** The tensors that the function returned. */
  readonly results: readonly Result[]
  /** The memory that the commands work in. */
  readonly arena: Arena
}

/**
 * Creates the trace of a recording.
 *
 * @param toResults Describes the returned tensors; its argument makes an address relative, as in {@link Trace.relativeWords}
 */
export function createTrace(
  { runs, captured, used, usedInGradients, constants, arena }: Recording,
  tree: ResultTree,
  toResults: (toRelative: (address: number) => number) => readonly Result[],
): Trace {
  const words = join(runs)
  const blocks = [
    ...captured.map(({ data }) => ({ address: data.address, bytes: data.size * 4 })),
    ...arena.blocks,
  ]
  const blockOf = (address: number): number =>
    blocks.findIndex((block) => address >= block.address && address < block.address + block.bytes)
  const toRelative = (address: number): number => {
    const block = blockOf(address)
    return block === -1 ? address : block + (address - blocks[block].address) / 2 ** 32
  }
  const relativeWords = Array.from(words)
  const relocations: Relocation[] = []
  for (const word of addressesIn(words)) {
    const address = words[word] >>> 0
    const block = blockOf(address)
    relativeWords[word] = toRelative(address)
    if (block !== -1 && block < captured.length) {
      relocations.push({ wordIndex: word, capturedIndex: block, offset: address - blocks[block].address })
    }
  }
  return {
    words,
    relativeWords,
    relocations,
    captured: captured.map(({ tensor, data }) => ({ tensor, address: data.address })),
    used,
    usedInGradients,
    constants,
    tree,
    results: toResults(toRelative),
    arena,
  }
}

/** The first difference between two calls of a function, memory addresses aside; undefined if there is none. */
export function differenceOfTraces(a: Trace, b: Trace): string | undefined {
  const hasSameTensors =
    a.captured.length === b.captured.length &&
    a.captured.every(({ tensor }, i) => tensor === b.captured[i].tensor)
  if (!hasSameTensors) return 'it uses different tensors from call to call'
  if (!areSame(a.relativeWords, b.relativeWords)) return 'its operations differ from call to call'
  const hasSameConstants =
    a.constants.length === b.constants.length &&
    a.constants.every((values, i) => areSame(values, b.constants[i]))
  if (!hasSameConstants) return 'it uses numbers made in JavaScript that differ from call to call'
  const difference = differenceOfTrees(a.tree, b.tree)
  if (difference !== undefined) return difference
  const hasSameResults =
    a.results.length === b.results.length &&
    a.results.every((result, i) => isSameResult(result, b.results[i]))
  return hasSameResults ? undefined : 'it returns different tensors from call to call'
}

function isSameResult(a: Result, b: Result): boolean {
  if (a.kind === 'input') return b.kind === 'input' && a.index === b.index
  if (a.kind === 'older') return b.kind === 'older' && a.tensor === b.tensor
  if (b.kind === 'input' || b.kind === 'older') return false
  if (a.dtype !== b.dtype || a.isKept !== b.isKept || !areSame(a.shape, b.shape)) return false
  if (a.kind === 'alias') return b.kind === 'alias' && a.of === b.of
  if (a.kind === 'constant') return b.kind === 'constant' && areSame(a.values, b.values)
  return b.kind === 'computed' && a.relativeAddress === b.relativeAddress
}

/** The indices of all words that are addresses; a null address is left out. */
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
