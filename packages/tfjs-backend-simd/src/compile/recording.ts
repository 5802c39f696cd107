import { engine, scalar, Tensor, Variable } from '@tensorflow/tfjs-core'
import type { BackendValues, TensorInfo } from '@tensorflow/tfjs-core'
import { createArena } from '../memory/arena.ts'
import type { Arena } from '../memory/arena.ts'
import type { TensorData } from '../memory/tensor-storage.ts'
import type { NativeTensors } from '../native/native-tensors.ts'
import type { Recorder } from '../native/recorder.ts'

/** A tensor from before the recording that an operation has read, with its data at that time. */
export interface CapturedTensor {
  readonly tensor: Tensor
  readonly data: TensorData
}

/** Records what a function does while it runs: its operations in order, and the memory and the tensors that they use. */
export class Recording implements Recorder {
  readonly arena: Arena
  /** Why a replay would not do the same; undefined if it would. */
  problem: string | undefined
  /** The commands of each run of the queue, in order. */
  readonly runs: Int32Array[] = []
  /** Values that JavaScript computed, in order. */
  readonly constants: ArrayLike<unknown>[] = []
  readonly created: TensorData[] = []
  /** Every tensor from before the recording that was an input of a kernel. */
  readonly used: Set<Tensor> = new Set()
  /** The tensors of `used` that were an input of a kernel while a gradient was being taken. */
  readonly usedInGradients: Set<Tensor> = new Set()
  /** The copies of the function's inputs. Each has the id of its original. */
  readonly inputCopies: Set<Tensor> = new Set()
  private readonly capturedById = new Map<object, CapturedTensor>()
  /** The tensors of `used` by the ids of their data. */
  private readonly owners = new Map<object, Tensor>()
  /** The id of each variable's data before the recording. */
  private readonly variables: Map<Variable, object>
  /** Tensors with a smaller id existed before the recording. */
  private readonly firstId: number = newTensorId()

  constructor(private readonly backend: NativeTensors) {
    this.arena = createArena(backend.pool)
    const variables = Object.values(engine().registeredVariables)
    this.variables = new Map(variables.map((variable) => [variable, variable.dataId]))
  }

  /** Records every operation of the backend from now on. */
  start(): void {
    this.backend.recorder = this
  }

  /** Stops recording, and moves the tensors that the function created and that still exist out of the arena. */
  end(): void {
    this.backend.recorder = undefined
    for (const data of this.created) {
      data.recorder = undefined
      if (data.storage) this.backend.moveOut(data)
    }
  }

  /** Notes the inputs of a kernel before the kernel runs. Everything a function does with tensors is a kernel. */
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

  capture({ dataId }: TensorInfo, data: TensorData): void {
    if (this.capturedById.has(dataId)) return
    const tensor = this.owners.get(dataId)
    if (tensor) this.capturedById.set(dataId, { tensor, data })
    else this.reject('it uses a part of a complex tensor, or another backend')
  }

  reject(problem: string): void {
    this.problem ??= problem
  }

  /** Rejects a function that assigned to, created or disposed a variable, or disposed a tensor from before the recording. */
  checkOlderTensors(): void {
    for (const variable of Object.values(engine().registeredVariables)) {
      if (!this.variables.has(variable)) this.reject(`it creates the variable "${variable.name}"`)
    }
    for (const [variable, dataId] of this.variables) {
      if (variable.isDisposed || variable.dataId !== dataId) {
        this.reject(`it ${variable.isDisposed ? 'disposes' : 'assigns to'} the variable "${variable.name}"`)
      }
    }
    for (const tensor of this.used) {
      if (tensor.isDisposed) this.reject('it disposes a tensor that it did not create')
    }
  }

  /** Whether a tensor existed before the recording. */
  isOlder(tensor: Tensor): boolean {
    return tensor.id < this.firstId && !this.inputCopies.has(tensor)
  }

  /** The tensor from before the recording that has the data of this id, if that tensor was an input of a kernel. */
  ownerOf(dataId: object): Tensor | undefined {
    return this.owners.get(dataId)
  }

  get captured(): CapturedTensor[] {
    return [...this.capturedById.values()]
  }

  /**
   * Notes a tensor that the function uses. Kernels read data by its id, which does not tell apart two tensors that share data.
   * If one of the two is a variable, their data differ after the next assignment, so a variable gets data of its own.
   */
  private addUsed(tensor: Tensor): void {
    this.used.add(tensor)
    if (tensor instanceof Variable && (this.variables.get(tensor) ?? tensor.dataId) === tensor.dataId) {
      this.unshare(tensor)
      this.variables.set(tensor, tensor.dataId)
    }
    if (!this.owners.has(tensor.dataId)) this.owners.set(tensor.dataId, tensor)
  }

  /** Gives a variable data of its own if other tensors share its data; none of this is recorded. */
  private unshare(variable: Variable): void {
    const { backend } = this
    const isNative = variable.dtype !== 'string' && variable.dtype !== 'complex64'
    if (!isNative || backend.data.get(variable.dataId).refCount === 1) return
    backend.recorder = undefined
    try {
      const copy = backend.copyIn(variable)
      variable.assign(copy)
      copy.dispose()
    } finally {
      backend.recorder = this
    }
  }
}

/** Returns a new tensor id. Tensors that are created later have larger ids. */
export function newTensorId(): number {
  const tensor = scalar(0)
  tensor.dispose()
  return tensor.id
}
