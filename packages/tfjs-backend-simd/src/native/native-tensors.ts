import { engine, KernelBackend, util } from '@tensorflow/tfjs-core'
import type { BackendValues, DataType, Tensor, TensorInfo, TypedArray } from '@tensorflow/tfjs-core'
import type { CommandQueue, PlacedCommands } from '../runtime/command-queue.ts'
import type { MemoryPool } from '../memory/memory-pool.ts'
import { TensorData, TensorStorage } from '../memory/tensor-storage.ts'
import type { NativeType, TensorHome } from '../memory/tensor-storage.ts'
import type { Recorder } from './recorder.ts'
import { UncoveredCall } from './uncovered-call.ts'

/** The bytes of a float32 and an int32. A bool, which has one byte, gets as much room. */
const ELEMENT_BYTES = 4

/** The pool of borrowed tensors, whose blocks stay in use when the tensors are disposed. */
const borrowed: Pick<MemoryPool, 'release'> = { release: () => undefined }

/** The most tables that are kept. More tables come from shapes that vary from call to call, and are hardly used again. */
const MOST_TABLES = 1024

/**
 * The half of the backend that kernels see: the addresses of tensors, memory for results, and the queue of commands.
 *
 * A float32, int32 or bool tensor is in an ordinary array until a SIMD kernel uses it, and in WebAssembly memory from then on.
 * Both kinds of kernels work on the same data: a stock cpu kernel reads a view of the WebAssembly memory, and a SIMD kernel
 * copies an ordinary array into the memory at its first use.
 */
export abstract class NativeTensors extends KernelBackend {
  readonly data: TensorStorage
  /** Records the calls of kernels while a function is compiled. */
  recorder: Recorder | undefined
  /** The name of the stock kernel that is running, if one is. */
  private stockKernel: string | undefined
  private readonly home: TensorHome
  private readonly tables = new Map<string, { address: number; bytes: number }>()
  /** The ids of the tensors that the running native kernel has allocated, if one is running. */
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
   * Runs a native kernel and the commands that it appends. If the kernel throws, the tensors that it allocated are disposed.
   *
   * @returns The results of the kernel, or undefined for a call that the kernel does not cover
   * @throws {UncoveredCall} If the kernel does not cover the call, but finds out only while it runs
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
   * Allocates a tensor in WebAssembly memory. Its values are undefined.
   *
   * @throws {UncoveredCall} If a size is not a non-negative integer
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
   * The address of a float32, int32 or bool tensor in WebAssembly memory. A tensor in an ordinary array is copied there first.
   *
   * @throws {UncoveredCall} If a size of the shape is not a non-negative integer, or the shape does not fit the number of
   *   elements: stock kernels return such tensors for odd arguments
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

  /** A view of the values of a tensor, which changes with the tensor. */
  valuesOf(tensor: TensorInfo): BackendValues {
    return this.data.get(tensor.dataId).view()
  }

  /** Calls `use` with the address of `bytes` bytes of scratch memory, for the commands that `use` appends. */
  withScratch<Result>(bytes: number, use: (address: number) => Result): Result {
    const pool = this.currentPool
    const address = pool.allocate(bytes)
    try {
      return use(address)
    } finally {
      pool.release(address, bytes)
    }
  }

  /** Calls `use` with the address of a copy of words, for the commands that `use` appends. */
  withWords<Result>(words: Int32Array, use: (address: number) => Result): Result {
    return this.withScratch(words.byteLength, (address) => {
      this.queue.flush() // waiting commands may use this block
      new Int32Array(this.memoryOfKernels.buffer, address, words.length).set(words)
      return use(address)
    })
  }

  /**
   * The address of a table of integers, which `make` computes at the first call with `key`. The next call may evict the table:
   * a command may use only one table.
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

  /** Copies commands into WebAssembly memory, for `CommandQueue.run`. */
  placeCommands(commands: Int32Array): PlacedCommands {
    const address = this.place(commands, this.pool)
    return { address, words: new Int32Array(this.memoryOfKernels.buffer, address, commands.length) }
  }

  releaseCommands({ address, words }: PlacedCommands): void {
    this.pool.release(address, words.byteLength)
  }

  /** Moves a tensor from a block of an arena to a block of the pool, which only the tensor uses. */
  moveOut(data: TensorData): void {
    if (data.address === 0) return
    const from = data.view() as TypedArray
    const address = this.pool.allocate(data.size * ELEMENT_BYTES)
    this.release(data)
    data.moveTo(address, this.pool, data.dtype as NativeType)
    ;(data.view() as TypedArray).set(from)
  }

  /** Returns a copy of a tensor, in WebAssembly memory. */
  copyIn(tensor: Tensor): Tensor {
    const copy = this.allocate(tensor.shape, tensor.dtype as NativeType)
    ;(this.valuesOf(copy) as TypedArray).set(this.valuesOf(tensor) as TypedArray)
    return engine().makeTensorFromTensorInfo(copy, this)
  }

  /**
   * Creates a tensor whose values are in WebAssembly memory.
   *
   * @param address The address of the values
   * @param isBorrowed Whether the tensor uses the values in place; otherwise they are copied
   */
  tensorAt(address: number, shape: number[], dtype: NativeType, isBorrowed: boolean): Tensor {
    const data = new TensorData(dtype, util.sizeFromShape(shape), this.home, undefined, undefined)
    data.moveTo(address, borrowed, dtype)
    if (!isBorrowed) this.moveOut(data)
    return engine().makeTensorFromTensorInfo({ dataId: this.data.add(data), shape, dtype }, this)
  }

  /** Runs a stock kernel, which reads views of its inputs. */
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
   * Creates the data of a new tensor, whose values stay in their array. A view of the WebAssembly memory is copied: stock kernels
   * such as slice return views of the block of their input, which may be reused while this tensor exists.
   */
  protected dataOf(values: BackendValues | undefined, dtype: DataType): TensorData {
    this.recorder?.addConstant(values)
    const { buffer } = this.memoryOfKernels
    const isView = ArrayBuffer.isView(values) && values.buffer.constructor === buffer.constructor
    const array = isView ? values.slice() : values
    return this.createData(dtype, values?.length ?? 0, array)
  }

  private createData(dtype: DataType, size: number, values: BackendValues | undefined): TensorData {
    const data = new TensorData(dtype, size, this.home, this.recorder, values)
    this.recorder?.created.push(data)
    return data
  }

  /** Releases the block of a tensor. */
  protected release(data: TensorData): void {
    data.pool?.release(data.address, data.size * ELEMENT_BYTES)
  }

  /** The pool that new blocks come from. */
  private get currentPool(): MemoryPool {
    return this.recorder?.arena ?? this.pool
  }

  /** The pool for values that JavaScript computed. */
  private get constantPool(): MemoryPool {
    return this.recorder?.arena.constants ?? this.pool
  }

  /** Copies the values of a tensor into WebAssembly memory. */
  private moveIn(data: TensorData, dtype: NativeType, pool: MemoryPool): void {
    if (data.address !== 0) this.recorder?.reject('it uses a tensor with two types')
    const values = data.view() as TypedArray
    const address = pool.allocate(data.size * ELEMENT_BYTES)
    this.queue.flush() // waiting commands may use this block
    this.release(data)
    data.moveTo(address, pool, dtype)
    ;(data.view() as TypedArray).set(values)
  }

  private place(values: ArrayLike<number>, pool: MemoryPool): number {
    const address = pool.allocate(values.length * ELEMENT_BYTES)
    this.queue.flush() // waiting commands may use this block
    new Int32Array(this.memoryOfKernels.buffer, address, values.length).set(values)
    return address
  }

  /** Rejects the recording if a kernel reads values that may differ at a replay: all but those that JavaScript computed. */
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

/** The number of elements of a tensor of this shape. */
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
