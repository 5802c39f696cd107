import { engine, scalar, Tensor, Variable } from '@tensorflow/tfjs-core'
import type { BackendValues, TensorInfo } from '@tensorflow/tfjs-core'
import { createArena } from '../memory/arena.ts'
import type { Arena } from '../memory/arena.ts'
import type { MemoryPool } from '../memory/memory-pool.ts'
import type { TensorData } from '../memory/tensor-storage.ts'

/** A tensor from before the recording that an operation has read, and its data then. */
export interface Captured {
  readonly tensor: Tensor
  readonly data: TensorData
}

/** Collects what a function does while it runs: its operations in order, and the memory and the tensors that they use. */
export class Recording {
  readonly arena: Arena
  /** Why a replay would not do the same. */
  problem: string | undefined
  /** The commands of each run of the queue, in order. */
  readonly runs: Int32Array[] = []
  /** Values that JavaScript made, in order. */
  readonly constants: ArrayLike<unknown>[] = []
  /** The data of every tensor that was made. */
  readonly made: TensorData[] = []
  /** Every tensor from before the recording that was given to a kernel. */
  readonly used: Set<Tensor> = new Set()
  /** Those that were given to one while a gradient was being taken. */
  readonly usedInGradients: Set<Tensor> = new Set()
  /** The inputs of the function, which are copies with the ids of the originals. */
  readonly copies: Set<Tensor> = new Set()
  private readonly capturedById = new Map<object, Captured>()
  /** The tensors of `used` by the ids of their data. */
  private readonly owners = new Map<object, Tensor>()
  /** The data of each variable before the recording. */
  private readonly variables: Map<Variable, object>
  /** Tensors with a smaller id were there before the recording. */
  private readonly firstId: number = newTensorId()

  /** @param unshare Gives a variable data of its own if other tensors share them */
  constructor(
    pool: MemoryPool,
    private readonly unshare: (variable: Variable) => void,
  ) {
    this.arena = createArena(pool)
    const variables = Object.values(engine().registeredVariables)
    this.variables = new Map(variables.map((variable) => [variable, variable.dataId]))
  }

  /** Notes the inputs of a kernel before it runs. Whatever the function does to a tensor is a kernel. */
  addInputs(inputs: object): void {
    const isInGradient = engine().state.activeTape !== null
    for (const input of Object.values(inputs) as unknown[]) {
      if (!(input instanceof Tensor && this.isOlder(input))) continue
      if (isInGradient) this.usedInGradients.add(input)
      if (!this.used.has(input)) this.addUsed(input)
    }
  }

  addRun(words: Int32Array): void {
    this.runs.push(words.slice())
  }

  addConstant(values: BackendValues | readonly number[] | undefined): void {
    this.constants.push(values?.slice() ?? [])
  }

  /** Notes that an operation reads a tensor that was not made in the recording. */
  capture({ dataId }: TensorInfo, data: TensorData): void {
    if (this.capturedById.has(dataId)) return
    const tensor = this.owners.get(dataId)
    if (tensor) this.capturedById.set(dataId, { tensor, data })
    else this.refuse('it uses a part of a complex tensor, or another backend')
  }

  refuse(problem: string): void {
    this.problem ??= problem
  }

  /** Refuses a function that gave a variable another value, made or disposed one, or disposed a tensor that it used. */
  checkOlder(): void {
    for (const variable of Object.values(engine().registeredVariables)) {
      if (!this.variables.has(variable)) this.refuse(`it makes the variable "${variable.name}"`)
    }
    for (const [variable, dataId] of this.variables) {
      if (variable.isDisposed || variable.dataId !== dataId) {
        this.refuse(`it ${variable.isDisposed ? 'disposes' : 'assigns to'} the variable "${variable.name}"`)
      }
    }
    for (const tensor of this.used) {
      if (tensor.isDisposed) this.refuse('it disposes a tensor that it did not make')
    }
  }

  /** Whether a tensor was there before the recording. */
  isOlder(tensor: Tensor): boolean {
    return tensor.id < this.firstId && !this.copies.has(tensor)
  }

  /** The tensor from before the recording that an id of data belongs to, if a kernel was given it. */
  ownerOf(dataId: object): Tensor | undefined {
    return this.owners.get(dataId)
  }

  get captured(): Captured[] {
    return [...this.capturedById.values()]
  }

  /**
   * Two tensors with the same data cannot be told apart by what is read of them. A variable that is one of them will have
   * other data than the other after the next assignment.
   */
  private addUsed(tensor: Tensor): void {
    this.used.add(tensor)
    if (tensor instanceof Variable && (this.variables.get(tensor) ?? tensor.dataId) === tensor.dataId) {
      this.unshare(tensor)
      this.variables.set(tensor, tensor.dataId)
    }
    if (!this.owners.has(tensor.dataId)) this.owners.set(tensor.dataId, tensor)
  }
}

/** An id of a tensor; tensors that are made later have larger ones. */
export function newTensorId(): number {
  const tensor = scalar(0)
  tensor.dispose()
  return tensor.id
}
