import { engine, KernelBackend, util } from '@tensorflow/tfjs-core'
import type { BackendValues, DataType, Tensor, TensorInfo, TypedArray } from '@tensorflow/tfjs-core'
import type { CommandQueue, PlacedCommands } from '../runtime/command-queue.ts'
import type { MemoryPool } from '../memory/memory-pool.ts'
import { TensorData, TensorStorage } from '../memory/tensor-storage.ts'
import type { NativeType, TensorHome } from '../memory/tensor-storage.ts'
import type { Recorder } from './recorder.ts'
import { UncoveredCall } from './uncovered-call.ts'

/** Of a float32 and of an int32; a bool, which has one byte, gets as many. */
const ELEMENT_BYTES = 4

/** The blocks of tensors that are borrowed do not become free with these. */
const borrowed: Pick<MemoryPool, 'release'> = { release: () => undefined }

/** More would mean shapes that never come again. */
const MOST_TABLES = 1024

/**
 * The half of the backend that kernels see: where tensors are, room for results, and the queue of operations.
 *
 * A float32, int32 or bool tensor lives in WebAssembly memory once a SIMD kernel has touched it, and in an ordinary array
 * until then. Both kinds of kernels work on the same data: a stock cpu kernel reads a view on the WebAssembly memory, a
 * SIMD kernel copies an ordinary array in at its first use.
 */
export abstract class NativeTensors extends KernelBackend {
  readonly data: TensorStorage
  /** Takes note of what kernels do, while a function is being recorded. */
  recorder: Recorder | undefined
  /** The stock kernel that is running, if one is. */
  private stockKernel: string | undefined
  private readonly home: TensorHome
  private readonly tables = new Map<string, { address: number; bytes: number }>()
  /** What the native kernel that is running has allocated, if one is. */
  private allocated: object[] | undefined

  constructor(
    readonly queue: CommandQueue,
    private readonly memoryOfKernels: WebAssembly.Memory,
    readonly pool: MemoryPool,
  ) {
    super()
    this.data = new TensorStorage((dataId) => engine().moveData(this, dataId))
    this.home = { memory: memoryOfKernels, onRead: (data) => this.noteRead(data) }
    queue.onRun = (words) => this.recorder?.addRun(words)
  }

  /**
   * Runs a native kernel and the operations that it appends. If it throws, there is nothing left of what it allocated.
   *
   * @returns What the kernel returns: undefined for a call that it does not cover
   * @throws {UncoveredCall} If the kernel finds that out only later
   */
  runNative<Result>(run: () => Result): Result {
    this.allocated = []
    try {
      const result = run()
      this.queue.flush()
      return result
    } catch (error) {
      for (const dataId of this.allocated) this.disposeData(dataId, true)
      throw error
    } finally {
      this.allocated = undefined
      this.queue.clear()
    }
  }

  /**
   * A new tensor in WebAssembly memory, its values undefined.
   *
   * @throws {UncoveredCall} If a size is not an integer ≥ 0
   */
  allocate(shape: number[], dtype: NativeType = 'float32'): TensorInfo {
    const size = sizeOf(shape)
    const data = this.createData(dtype, size, undefined)
    const pool = this.currentPool
    data.moveTo(pool.allocate(size * ELEMENT_BYTES), pool, dtype)
    const dataId = this.data.add(data)
    this.allocated?.push(dataId)
    return { dataId, shape, dtype }
  }

  /**
   * Where a float32, int32 or bool tensor is in WebAssembly memory, after copying it there if need be.
   *
   * @throws {UncoveredCall} If its shape is not one of integers ≥ 0, or says more or fewer elements than there are: stock
   *   kernels make such tensors of odd arguments
   */
  address(tensor: TensorInfo): number {
    const data = this.data.get(tensor.dataId)
    if (sizeOf(tensor.shape) !== data.size) {
      throw new UncoveredCall(`A tensor of shape [${tensor.shape}] has ${data.size} elements.`)
    }
    const isOld = data.recorder !== this.recorder
    if (data.address === 0 || data.dtype !== tensor.dtype) {
      this.moveIn(data, tensor.dtype as NativeType, isOld ? this.pool : this.constantPool)
    }
    if (isOld) this.recorder?.capture(tensor, data)
    return data.address
  }

  /** The values of a tensor in place; they change with it. */
  valuesOf(tensor: TensorInfo): BackendValues {
    return this.data.get(tensor.dataId).view()
  }

  /** Calls `use` with the address of `bytes` bytes, for the operations that it appends to the queue. */
  withScratch<Result>(bytes: number, use: (address: number) => Result): Result {
    const pool = this.currentPool
    const address = pool.allocate(bytes)
    try {
      return use(address)
    } finally {
      pool.release(address, bytes)
    }
  }

  /** Calls `use` with the address of a copy of words, for the operations that it appends to the queue. */
  withWords<Result>(words: Int32Array, use: (address: number) => Result): Result {
    return this.withScratch(words.byteLength, (address) => {
      this.queue.flush() // what waits may use this block
      new Int32Array(this.memoryOfKernels.buffer, address, words.length).set(words)
      return use(address)
    })
  }

  /**
   * The address of a table of integers, made when `key` is first asked for. It may be gone after the next call, so a
   * kernel has to do with one.
   */
  table(key: string, make: () => readonly number[]): number {
    if (this.recorder) {
      const values = make()
      this.recorder.addConstant(values)
      const { constants } = this.recorder.arena
      const address = this.place(values, constants)
      constants.release(address, values.length * ELEMENT_BYTES)
      return address
    }
    const known = this.tables.get(key)
    if (known) return known.address
    if (this.tables.size === MOST_TABLES) this.releaseTables()
    const values = make()
    const address = this.place(values, this.pool)
    this.tables.set(key, { address, bytes: values.length * ELEMENT_BYTES })
    return address
  }

  /** Copies commands into WebAssembly memory; see `CommandQueue.run`. */
  placeCommands(commands: Int32Array): PlacedCommands {
    const address = this.place(commands, this.pool)
    return { address, words: new Int32Array(this.memoryOfKernels.buffer, address, commands.length) }
  }

  releaseCommands({ address, words }: PlacedCommands): void {
    this.pool.release(address, words.byteLength)
  }

  /** Gives a tensor a block that is its own. */
  moveOut(data: TensorData): void {
    if (data.address === 0) return
    const from = data.view() as TypedArray
    const address = this.pool.allocate(data.size * ELEMENT_BYTES)
    this.release(data)
    data.moveTo(address, this.pool, data.dtype as NativeType)
    ;(data.view() as TypedArray).set(from)
  }

  /** A tensor of its own with another's values. */
  copyIn(tensor: Tensor): Tensor {
    const copy = this.allocate(tensor.shape, tensor.dtype as NativeType)
    ;(this.valuesOf(copy) as TypedArray).set(this.valuesOf(tensor) as TypedArray)
    return engine().makeTensorFromTensorInfo(copy, this)
  }

  /**
   * A tensor of values in WebAssembly memory.
   *
   * @param address Where the values are; they are copied, unless `isBorrowed`
   */
  tensorAt(address: number, shape: number[], dtype: NativeType, isBorrowed: boolean): Tensor {
    const data = new TensorData(dtype, util.sizeFromShape(shape), this.home, undefined, undefined)
    data.moveTo(address, borrowed, dtype)
    if (!isBorrowed) this.moveOut(data)
    return engine().makeTensorFromTensorInfo({ dataId: this.data.add(data), shape, dtype }, this)
  }

  /** Runs a stock kernel, which reads the values of its inputs in place. */
  runStock<Result>(kernelName: string, run: () => Result): Result {
    const outer = this.stockKernel
    this.stockKernel = kernelName
    try {
      return run()
    } finally {
      this.stockKernel = outer
    }
  }

  /**
   * Values in the array that they came in. A view on the kernels' memory is copied: stock kernels such as slice give
   * views on their input's block, which may be used again while this tensor lives.
   */
  protected hold(values: BackendValues | undefined, dtype: DataType): TensorData {
    this.recorder?.addConstant(values)
    const { buffer } = this.memoryOfKernels
    const isView = ArrayBuffer.isView(values) && values.buffer.constructor === buffer.constructor
    const own = isView ? values.slice() : values
    return this.createData(dtype, values?.length ?? 0, own)
  }

  private createData(dtype: DataType, size: number, values: BackendValues | undefined): TensorData {
    const data = new TensorData(dtype, size, this.home, this.recorder, values)
    this.recorder?.created.push(data)
    return data
  }

  /** Gives the block of a tensor back. */
  protected release(data: TensorData): void {
    data.pool?.release(data.address, data.size * ELEMENT_BYTES)
  }

  /** Where new blocks come from. */
  private get currentPool(): MemoryPool {
    return this.recorder?.arena ?? this.pool
  }

  /** Where values go that JavaScript made. */
  private get constantPool(): MemoryPool {
    return this.recorder?.arena.constants ?? this.pool
  }

  /** Copies values into WebAssembly memory. */
  private moveIn(data: TensorData, dtype: NativeType, pool: MemoryPool): void {
    if (data.address !== 0) this.recorder?.reject('it uses a tensor with two types')
    const values = data.view() as TypedArray
    const address = pool.allocate(data.size * ELEMENT_BYTES)
    this.queue.flush() // what waits may use this block
    this.release(data)
    data.moveTo(address, pool, dtype)
    ;(data.view() as TypedArray).set(values)
  }

  private place(values: ArrayLike<number>, pool: MemoryPool): number {
    const address = pool.allocate(values.length * ELEMENT_BYTES)
    this.queue.flush() // what waits may use this block
    new Int32Array(this.memoryOfKernels.buffer, address, values.length).set(values)
    return address
  }

  /** Only what JavaScript made in a recording is the same at each replay, and may be read. */
  private noteRead(data: TensorData): void {
    if (!this.recorder || (data.recorder === this.recorder && data.address === 0)) return
    this.recorder.reject(
      this.stockKernel
        ? `the kernel ${this.stockKernel} has no SIMD version for its inputs`
        : 'it reads the values of a tensor',
    )
  }

  private releaseTables(): void {
    for (const { address, bytes } of this.tables.values()) this.pool.release(address, bytes)
    this.tables.clear()
  }
}

/** The number of elements of a tensor. */
function sizeOf(shape: readonly number[]): number {
  let product = 1
  for (const size of shape) {
    if (!(Number.isInteger(size) && size >= 0)) {
      throw new UncoveredCall(`The sizes of a tensor must be non-negative integers, got [${shape}].`)
    }
    product *= size
  }
  return product
}
