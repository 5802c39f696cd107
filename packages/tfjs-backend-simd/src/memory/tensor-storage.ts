import type { BackendValues, DataType, TensorInfo } from '@tensorflow/tfjs-core'
import type { MemoryPool } from './memory-pool.ts'

/** The types that tensors in WebAssembly memory may have; a bool is a byte, 0 or 1. */
export type NativeType = 'float32' | 'int32' | 'bool'

const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }

/** What the tensors of one backend have in common. */
export interface TensorHome {
  readonly memory: WebAssembly.Memory
  /** Called before the values of a tensor are read outside of the SIMD kernels. */
  onRead(data: TensorData): void
}

/** Where the values of a tensor are: in the WebAssembly memory, or in an ordinary array. */
export class TensorData {
  refCount = 1
  complexTensorInfos?: { real: TensorInfo; imag: TensorInfo }
  /** Byte offset in the WebAssembly memory; 0 while the values are in an ordinary array. */
  address = 0
  /** Where the block at `address` belongs. */
  pool?: Pick<MemoryPool, 'release'>
  /** The storage that it is its own id in. */
  storage?: TensorStorage

  constructor(
    /** Of the values. That of a tensor may differ: stock kernels cast int32 to float32 by giving the same id. */
    public dtype: DataType,
    /** Number of elements. */
    readonly size: number,
    private readonly home: TensorHome,
    /** What recorded the creation of the tensor, until the recording ends. */
    public recorder: object | undefined,
    private array: BackendValues | undefined,
  ) {}

  /** The values in place, whichever place that is; the stock cpu kernels read tensors through this. */
  get values(): BackendValues {
    this.home.onRead(this)
    return this.view()
  }

  /** The same for this backend's own use. */
  view(): BackendValues {
    if (this.array === undefined) {
      const Values = arrays[this.dtype as NativeType]
      this.array = new Values(this.home.memory.buffer, this.address, this.size)
    }
    return this.array
  }

  /** Says that the values are at `address` from now on, in a block of `pool`, and of this type. */
  moveTo(address: number, pool: Pick<MemoryPool, 'release'>, dtype: NativeType): void {
    this.dtype = dtype
    this.address = address
    this.pool = pool
    this.array = undefined
  }
}

/**
 * The tensors of a backend by their ids, with the methods of tfjs's `DataStorage`.
 *
 * The id of a tensor that was made here is its data, so that finding it costs nothing: tfjs's own storage, a WeakMap,
 * took a twentieth of a training step. Tensors that come from another backend keep the id they have.
 */
export class TensorStorage {
  private readonly foreign = new Map<object, TensorData>()
  private count = 0

  /** @param requestMove Has tfjs move the tensor of this id here, from the backend that it is on */
  constructor(private readonly requestMove: (dataId: object) => void) {}

  /** Stores a new tensor; returns its id. */
  add(data: TensorData): object {
    data.storage = this
    this.count++
    return data
  }

  /** Stores a tensor that has an id already. */
  set(dataId: object, data: TensorData): void {
    this.foreign.set(dataId, data)
    this.count++
  }

  /** The tensor of an id, which is moved here first if another backend has it. */
  get(dataId: object): TensorData {
    const data = this.find(dataId)
    if (data) return data
    this.requestMove(dataId)
    return this.foreign.get(dataId) as TensorData
  }

  has(dataId: object): boolean {
    return this.find(dataId) !== undefined
  }

  delete(dataId: object): boolean {
    const data = this.find(dataId)
    if (!data) return false
    if (data === dataId) data.storage = undefined
    else this.foreign.delete(dataId)
    this.count--
    return true
  }

  numDataIds(): number {
    return this.count
  }

  private find(dataId: object): TensorData | undefined {
    const isOwn = dataId instanceof TensorData && dataId.storage === this
    return isOwn ? dataId : this.foreign.get(dataId)
  }
}
