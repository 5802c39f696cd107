import { engine } from '@tensorflow/tfjs-core'
import type { BackendValues, TensorInfo, Variable } from '@tensorflow/tfjs-core'
import { createArena } from './arena.ts'
import type { Arena } from './arena.ts'
import { HEADER_WORDS, parametersOf } from './command-queue.ts'
import type { MemoryPool } from './memory-pool.ts'
import type { TensorData } from './tensor-storage.ts'

/** Where in the words of a recording the address of a captured tensor stands. */
export interface Relocation {
  readonly word: number
  /** Index into {@link Recording.captured}. */
  readonly captured: number
  /** What is added to the tensor's address. */
  readonly offset: number
}

/** A tensor that was there before the recording. */
export interface Captured {
  readonly data: TensorData
  readonly tensor: TensorInfo
  /** Set if it is the value of a variable: then it may have another at the next call. */
  readonly variable: Variable | undefined
}

/** What a function did while it ran: its operations in order, and the memory and constants that they used. */
export class Recording {
  readonly arena: Arena
  /** Why this cannot be replayed. */
  problem: string | undefined
  private readonly runs: Int32Array[] = []
  /** Values that JavaScript made, in order. */
  private readonly constants: ArrayLike<unknown>[] = []
  private readonly capturedTensors = new Map<object, Captured>()
  private readonly variables = new Map(
    Object.values(engine().registeredVariables).map((variable) => [variable.dataId, variable]),
  )

  constructor(pool: MemoryPool) {
    this.arena = createArena(pool)
  }

  addRun(words: Int32Array): void {
    this.runs.push(words.slice())
  }

  addConstant(values: BackendValues | readonly number[] | undefined): void {
    this.constants.push(values ? Array.from(values as ArrayLike<number>) : [])
  }

  capture({ dataId, shape, dtype }: TensorInfo, data: TensorData): void {
    if (this.capturedTensors.has(dataId)) return
    const tensor = { dataId, shape, dtype }
    this.capturedTensors.set(dataId, { data, tensor, variable: this.variables.get(dataId) })
  }

  refuse(problem: string): void {
    this.problem ??= problem
  }

  /** Refuses a function that gave a variable another value, or made one. */
  checkVariables(): void {
    for (const variable of Object.values(engine().registeredVariables)) {
      if (this.variables.get(variable.dataId) !== variable) {
        this.refuse(`it assigns to the variable "${variable.name}", which a replay would not do`)
      }
    }
  }

  get captured(): Captured[] {
    return [...this.capturedTensors.values()]
  }

  /** All commands, one after the other. */
  get words(): Int32Array {
    const words = new Int32Array(this.runs.reduce((size, run) => size + run.length, 0))
    let end = 0
    for (const run of this.runs) {
      words.set(run, end)
      end += run.length
    }
    return words
  }

  get relocations(): Relocation[] {
    const captured = this.captured
    return this.addresses().flatMap(({ word, address }) => {
      const index = captured.findIndex(({ data }) => isIn(address, data.address, data.size * 4))
      return index === -1 ? [] : [{ word, captured: index, offset: address - captured[index].data.address }]
    })
  }

  /** What differs between two recordings of one function, if anything does but where the memory is. */
  differenceFrom(other: Recording): string | undefined {
    const [these, those] = [this.captured, other.captured]
    const sameCaptured =
      these.length === those.length &&
      these.every(({ variable, tensor }, i) => {
        return variable ? variable === those[i].variable : tensor.dataId === those[i].tensor.dataId
      })
    if (!sameCaptured) return 'it uses other tensors at every call'
    if (!sameValues(this.placeless(), other.placeless())) return 'it does not do the same at every call'
    const { constants } = this
    const sameConstants =
      constants.length === other.constants.length &&
      constants.every((values, i) => sameValues(values, other.constants[i]))
    return sameConstants ? undefined : 'it uses numbers made in JavaScript that differ from call to call'
  }

  /** The words with every address replaced by which block it is in, and where there. */
  private placeless(): number[] {
    const words = Array.from(this.words)
    const blocks = [
      ...this.captured.map(({ data }) => ({ address: data.address, bytes: data.size * 4 })),
      ...this.arena.blocks,
    ]
    for (const { word, address } of this.addresses()) {
      const index = blocks.findIndex((block) => isIn(address, block.address, block.bytes))
      if (index !== -1) words[word] = index + (address - blocks[index].address) / 2 ** 32
    }
    return words
  }

  /** The words that are addresses, but for those that say that there is none. */
  private addresses(): { word: number; address: number }[] {
    const { words } = this
    const addresses: { word: number; address: number }[] = []
    for (let start = 0; start < words.length; start += words[start + 1]) {
      parametersOf(words[start]).forEach((kind, i) => {
        const word = start + HEADER_WORDS + i
        if (kind === 'address' && words[word] !== 0) addresses.push({ word, address: words[word] >>> 0 })
      })
    }
    return addresses
  }
}

function isIn(address: number, start: number, bytes: number): boolean {
  return address >= start && address < start + bytes
}

function sameValues(a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false
  return true
}
