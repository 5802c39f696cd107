import { backend_util, buffer, engine, kernel_impls, KernelBackend, util } from '@tensorflow/tfjs-core'
import type {
  BackendValues,
  DataType,
  Tensor,
  TensorBuffer,
  TensorInfo,
  TypedArray,
} from '@tensorflow/tfjs-core'
import type { CommandQueue } from './command-queue.ts'
import type { MemoryPool } from './memory-pool.ts'
import { TensorData, TensorStorage } from './tensor-storage.ts'
import type { WorkerThreads } from './worker-threads.ts'

const FLOAT_BYTES = 4

/** More would mean shapes that never come again. */
const MOST_TABLES = 1024

/**
 * A tfjs backend whose float32 tensors live in WebAssembly memory once a SIMD kernel has touched them, and in ordinary
 * arrays until then. Both kinds of kernels work on the same data: a stock cpu kernel reads a view on the WebAssembly
 * memory, a SIMD kernel copies an ordinary array in at its first use.
 *
 * It offers what the stock cpu kernels expect of their `MathBackendCPU` (`data`, `makeTensorInfo`, `bufferSync`, …).
 */
export class SimdBackend extends KernelBackend {
  readonly data: TensorStorage
  readonly blockSize = 48
  private readonly tables = new Map<string, { address: number; bytes: number }>()

  constructor(
    readonly queue: CommandQueue,
    private readonly memoryOfKernels: WebAssembly.Memory,
    private readonly pool: MemoryPool,
    private readonly threads: WorkerThreads,
  ) {
    super()
    this.data = new TensorStorage((dataId) => engine().moveData(this, dataId))
  }

  /** A new float32 tensor in WebAssembly memory, its values undefined. */
  allocate(shape: number[]): TensorInfo {
    const size = util.sizeFromShape(shape)
    const data = new TensorData('float32', size, this.memoryOfKernels, undefined)
    data.moveTo(this.pool.allocate(size * FLOAT_BYTES))
    return { dataId: this.data.add(data), shape, dtype: 'float32' }
  }

  /** Where a float32 tensor is in WebAssembly memory, after copying it there if need be. */
  address(tensor: TensorInfo): number {
    const data = this.data.get(tensor.dataId)
    if (data.address === 0) {
      const address = this.pool.allocate(data.size * FLOAT_BYTES)
      this.queue.flush() // what waits may use this block
      new Float32Array(this.memoryOfKernels.buffer, address, data.size).set(data.values as Float32Array)
      data.moveTo(address)
    }
    return data.address
  }

  /** Calls `use` with the address of `bytes` bytes, for the operations that it appends to the queue. */
  withScratch<Result>(bytes: number, use: (address: number) => Result): Result {
    const address = this.pool.allocate(bytes)
    try {
      return use(address)
    } finally {
      this.pool.release(address, bytes)
    }
  }

  /**
   * The address of a table of integers, made when `key` is first asked for. It may be gone after the next call, so a
   * kernel has to do with one.
   */
  table(key: string, make: () => readonly number[]): number {
    const known = this.tables.get(key)
    if (known) return known.address
    if (this.tables.size === MOST_TABLES) this.releaseTables()
    const values = make()
    const bytes = values.length * Int32Array.BYTES_PER_ELEMENT
    const address = this.pool.allocate(bytes)
    this.queue.flush() // what waits may use this block
    new Int32Array(this.memoryOfKernels.buffer, address, values.length).set(values)
    this.tables.set(key, { address, bytes })
    return address
  }

  override write(values: BackendValues, _shape: number[], dtype: DataType): object {
    return this.data.add(this.hold(values, dtype))
  }

  override move(
    dataId: object,
    values: BackendValues,
    _shape: number[],
    dtype: DataType,
    refCount: number,
  ): void {
    const data = this.hold(values, dtype)
    data.refCount = refCount
    this.data.set(dataId, data)
  }

  makeTensorInfo(shape: number[], dtype: DataType, values?: BackendValues | string[]): TensorInfo {
    const encoded =
      dtype === 'string' && values && values.length > 0 && util.isString(values[0])
        ? (values as string[]).map((text) => util.encodeString(text))
        : values
    return { dataId: this.write(encoded as BackendValues, shape, dtype), shape, dtype }
  }

  makeOutput(values: BackendValues, shape: number[], dtype: DataType): Tensor {
    return engine().makeTensorFromTensorInfo(this.makeTensorInfo(shape, dtype, values), this)
  }

  override readSync(dataId: object): BackendValues {
    const data = this.data.get(dataId)
    if (data.complexTensorInfos) {
      const { real, imag } = data.complexTensorInfos
      return backend_util.mergeRealAndImagArrays(
        this.readSync(real.dataId) as Float32Array,
        this.readSync(imag.dataId) as Float32Array,
      )
    }
    // A view would change under the reader when its block is used again.
    if (data.address !== 0) return (data.values as Float32Array).slice()
    return util.convertBackendValuesAndArrayBuffer(data.values, data.dtype)
  }

  override async read(dataId: object): Promise<BackendValues> {
    return this.readSync(dataId)
  }

  bufferSync(tensor: TensorInfo): TensorBuffer<never> {
    const values = this.readSync(tensor.dataId)
    const decoded =
      tensor.dtype === 'string' ? (values as Uint8Array[]).map((bytes) => util.decodeString(bytes)) : values
    return buffer(tensor.shape as never, tensor.dtype as never, decoded as never)
  }

  override disposeData(dataId: object, force = false): boolean {
    if (!this.data.has(dataId)) return true
    const data = this.data.get(dataId)
    data.refCount--
    if (!force && data.refCount > 0) return false
    if (data.complexTensorInfos) {
      this.disposeData(data.complexTensorInfos.real.dataId, true)
      this.disposeData(data.complexTensorInfos.imag.dataId, true)
    }
    if (data.address !== 0) this.pool.release(data.address, data.size * FLOAT_BYTES)
    this.data.delete(dataId)
    return true
  }

  disposeIntermediateTensorInfo(tensor: TensorInfo): void {
    this.disposeData(tensor.dataId)
  }

  override refCount(dataId: object): number {
    return this.data.has(dataId) ? this.data.get(dataId).refCount : 0
  }

  override incRef(dataId: object): void {
    this.data.get(dataId).refCount++
  }

  decRef(dataId: object): void {
    if (this.data.has(dataId)) this.data.get(dataId).refCount--
  }

  override numDataIds(): number {
    return this.data.numDataIds()
  }

  override async time(run: () => void): Promise<{ kernelMs: number }> {
    const start = util.now()
    run()
    return { kernelMs: util.now() - start }
  }

  /** `numBytesInSimdMemory`: what the live tensors take of the WebAssembly memory, padding included. */
  override memory(): { unreliable: boolean; numBytesInSimdMemory: number } {
    return { unreliable: false, numBytesInSimdMemory: this.pool.bytesInUse }
  }

  where(condition: Tensor): Tensor {
    return kernel_impls.whereImpl(condition.shape, this.readSync(condition.dataId) as TypedArray)
  }

  override floatPrecision(): 32 {
    return 32
  }

  override dispose(): void {
    this.threads.stop()
  }

  /**
   * Values in the array that they came in. A view on the kernels' memory is copied: stock kernels such as slice give
   * views on their input's block, which may be used again while this tensor lives.
   */
  private hold(values: BackendValues | undefined, dtype: DataType): TensorData {
    const { buffer } = this.memoryOfKernels
    const isView = ArrayBuffer.isView(values) && values.buffer.constructor === buffer.constructor
    return new TensorData(dtype, values?.length ?? 0, this.memoryOfKernels, isView ? values.slice() : values)
  }

  private releaseTables(): void {
    for (const { address, bytes } of this.tables.values()) this.pool.release(address, bytes)
    this.tables.clear()
  }
}
