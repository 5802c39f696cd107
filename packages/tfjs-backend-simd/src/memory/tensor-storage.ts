import type { BackendValues, DataType, TensorInfo } from '@tensorflow/tfjs-core'
import type { MemoryPool } from './memory-pool.ts'

/** The types of tensors that WebAssembly memory can hold; a bool is a byte, 0 or 1. */
export type NativeType = 'float32' | 'int32' | 'bool'

const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }

/** What the tensors of one backend share. */
export interface TensorHome {
  readonly memory: WebAssembly.Memory
  /** Called before code other than the SIMD kernels reads the values of a tensor. */
  onRead(data: TensorData): void
}

/** The values of a tensor, either in the WebAssembly memory or in an ordinary array. */
export class TensorData {
  refCount = 1
  complexTensorInfos?: { real: TensorInfo; imag: TensorInfo }
  /** Byte offset in the WebAssembly memory; 0 while the values are in an ordinary array. */
  address = 0
  /** The pool to which the block at `address` belongs. */
  pool?: Pick<MemoryPool, 'release'>
  /** The storage in which this object is the id of its tensor; undefined when the tensor is gone. */
  storage?: TensorStorage

  constructor(
    /** The type of the values. The type of a tensor may differ: stock kernels cast int32 to float32 by reusing the id. */
    public dtype: DataType,
    /** Number of elements. */
    readonly size: number,
    private readonly home: TensorHome,
    /** The recorder that noted the creation of the tensor, until the recording ends. */
    public recorder: object | undefined,
    private array: BackendValues | undefined,
  ) {}

  /** The values, not copied. The stock cpu kernels read tensors through this property. */
  get values(): BackendValues {
    this.home.onRead(this)
    return this.view()
  }

  /** The values, not copied, for the backend itself: `onRead` is not called. */
  view(): BackendValues {
    if (this.array === undefined) {
      const Values = arrays[this.dtype as NativeType]
      this.array = new Values(this.home.memory.buffer, this.address, this.size)
    }
    return this.array
  }

  /** Declares that the values are now at `address`, in a block of `pool`, and of this type; copies nothing. */
  moveTo(address: number, pool: Pick<MemoryPool, 'release'>, dtype: NativeType): void {
    this.dtype = dtype
    this.address = address
    this.pool = pool
    this.array = undefined
  }
}

/**
 * Finds the tensors of a backend by their data ids, with the methods of tfjs's `DataStorage`.
 *
 * The id of a tensor created here is its {@link TensorData} itself, so a look-up costs nothing; tfjs's own storage, a WeakMap,
 * took a twentieth of a training step. A tensor from another backend keeps its id.
 */
export class TensorStorage {
  /** The tensors that came from other backends. */
  private readonly foreign = new Map<object, TensorData>()
  private count = 0

  /** @param requestMove Asks tfjs to move the tensor of an id here from its backend */
  constructor(private readonly requestMove: (dataId: object) => void) {}

  /** Stores a new tensor, and returns its id. */
  add(data: TensorData): object {
    data.storage = this
    this.count++
    return data
  }

  /** Stores a tensor under the id that it has already. */
  set(dataId: object, data: TensorData): void {
    this.foreign.set(dataId, data)
    this.count++
  }

  /** The tensor of an id. If another backend has the tensor, it moves here first. */
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
    if (dataId instanceof TensorData && dataId.storage === this) return dataId
    return this.foreign.get(dataId)
  }
}
