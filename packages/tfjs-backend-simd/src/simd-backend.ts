import { backend_util, buffer, engine, kernel_impls, KernelBackend, tidy, util } from '@tensorflow/tfjs-core'
import type {
  BackendValues,
  DataType,
  NamedTensorMap,
  Tensor,
  TensorBuffer,
  TensorInfo,
  TypedArray,
} from '@tensorflow/tfjs-core'
import type { CommandQueue } from './command-queue.ts'
import { compileFunction } from './compiled-function.ts'
import type { CompiledFunction } from './compiled-function.ts'
import type { MemoryPool } from './memory-pool.ts'
import { Recording } from './recording.ts'
import { TensorData, TensorStorage } from './tensor-storage.ts'
import type { NativeType, TensorHome } from './tensor-storage.ts'
import type { WorkerThreads } from './worker-threads.ts'

/** Of a float32 and of an int32; a bool, which has one byte, gets as many. */
const ELEMENT_BYTES = 4

/** Commands in WebAssembly memory, which may be changed between runs. */
export interface Program {
  readonly address: number
  readonly words: Int32Array
}

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
  /** What {@link record} records, while it does. */
  recording: Recording | undefined
  /** The stock kernel that is running, if one is. */
  private stockKernel: string | undefined
  private readonly home: TensorHome
  private readonly tables = new Map<string, { address: number; bytes: number }>()

  constructor(
    readonly queue: CommandQueue,
    private readonly memoryOfKernels: WebAssembly.Memory,
    private readonly pool: MemoryPool,
    private readonly threads: WorkerThreads,
  ) {
    super()
    this.data = new TensorStorage((dataId) => engine().moveData(this, dataId))
    this.home = { memory: memoryOfKernels, onRead: (data) => this.noteRead(data) }
    queue.onRun = (words) => this.recording?.addRun(words)
  }

  /**
   * Compiles a function of tensors: a training step's loss and gradients, or a model's predictions. Calls of the
   * result run the operations of a recorded call again, on the new inputs, with no code of tfjs between them.
   *
   * The first two calls with inputs of some shapes run the function and record what it does. If both did the same, later
   * calls replay it; every shape has a recording of its own. Otherwise, and if something cannot be recorded, calls go on
   * to run the function itself, and `fallback` says why: a kernel without a SIMD version, values read in the middle (so
   * that what follows could depend on them), numbers or tensors that differ from call to call, a variable assigned to.
   *
   * The results have the same bits either way. Variables may change between calls. Numbers that the function computes in
   * JavaScript are those of the second call for good: pass what changes later, such as a learning rate, as a tensor.
   * Gradients are taken inside of the function; it is not differentiable itself.
   *
   * @param run A function of float32, int32 and bool tensors without other effects than its results, which it makes anew
   *
   * @example
   * const step = tf.backend().compile((images, labels) => {
   *   const { value, grads } = tf.variableGrads(() => loss(model.apply(images), labels))
   *   return { value, ...grads }
   * })
   * const { value, ...gradients } = step(images, labels)
   * optimizer.applyGradients(gradients)
   */
  compile<Inputs extends Tensor[], Results extends NamedTensorMap>(
    run: (...inputs: Inputs) => Results,
  ): CompiledFunction<Inputs, Results> {
    return compileFunction(this, run)
  }

  /**
   * Runs a function on copies of its inputs and records what it does.
   *
   * @returns Beside the recording and the results, where the recorded operations find the inputs
   */
  record(
    inputs: readonly Tensor[],
    run: (...inputs: Tensor[]) => NamedTensorMap,
  ): { recording: Recording; results: NamedTensorMap; inputs: TypedArray[] } {
    const recording = new Recording(this.pool)
    this.recording = recording
    try {
      let places: TypedArray[] = []
      const results = tidy(() => {
        const copies = inputs.map((input) => this.copyIn(input))
        places = copies.map((copy) => this.valuesOf(copy) as TypedArray)
        return run(...copies)
      })
      recording.checkVariables()
      for (const { dataId } of Object.values(results)) {
        if (this.data.get(dataId).recording !== recording) {
          recording.refuse('it returns a tensor that it did not make')
        }
      }
      return { recording, results, inputs: places }
    } catch (error) {
      recording.arena.close()
      throw error
    } finally {
      this.recording = undefined
    }
  }

  /** The number of threads that share the work now; workers start with the first work that is worth sharing. */
  get runningThreads(): number {
    return this.threads.running
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

  /** A new tensor in WebAssembly memory, its values undefined. */
  allocate(shape: number[], dtype: NativeType = 'float32'): TensorInfo {
    const size = util.sizeFromShape(shape)
    const data = new TensorData(dtype, size, this.home, this.recording, undefined)
    const pool = this.currentPool
    data.moveTo(pool.allocate(size * ELEMENT_BYTES), pool, dtype)
    return { dataId: this.data.add(data), shape, dtype }
  }

  /** Where a float32, int32 or bool tensor is in WebAssembly memory, after copying it there if need be. */
  address(tensor: TensorInfo): number {
    const data = this.data.get(tensor.dataId)
    const isOld = data.recording !== this.recording
    if (data.address === 0 || data.dtype !== tensor.dtype) {
      this.moveIn(data, tensor.dtype as NativeType, isOld ? this.pool : this.constantPool)
    }
    if (isOld) this.recording?.capture(tensor.dataId, data)
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

  /**
   * The address of a table of integers, made when `key` is first asked for. It may be gone after the next call, so a
   * kernel has to do with one.
   */
  table(key: string, make: () => readonly number[]): number {
    if (this.recording) {
      const values = make()
      this.recording.addConstant(values)
      const { constants } = this.recording.arena
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
  placeProgram(commands: Int32Array): Program {
    const address = this.place(commands, this.pool)
    return { address, words: new Int32Array(this.memoryOfKernels.buffer, address, commands.length) }
  }

  releaseProgram({ address, words }: Program): void {
    this.pool.release(address, words.byteLength)
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
    if (data.address !== 0) return (data.values as TypedArray).slice()
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
    data.pool?.release(data.address, data.size * ELEMENT_BYTES)
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

  /** Where new blocks come from. */
  private get currentPool(): MemoryPool {
    return this.recording?.arena ?? this.pool
  }

  /** Where values go that JavaScript made. */
  private get constantPool(): MemoryPool {
    return this.recording?.arena.constants ?? this.pool
  }

  /**
   * Values in the array that they came in. A view on the kernels' memory is copied: stock kernels such as slice give
   * views on their input's block, which may be used again while this tensor lives.
   */
  private hold(values: BackendValues | undefined, dtype: DataType): TensorData {
    this.recording?.addConstant(values)
    const { buffer } = this.memoryOfKernels
    const isView = ArrayBuffer.isView(values) && values.buffer.constructor === buffer.constructor
    const own = isView ? values.slice() : values
    return new TensorData(dtype, values?.length ?? 0, this.home, this.recording, own)
  }

  /** Copies values into WebAssembly memory. */
  private moveIn(data: TensorData, dtype: NativeType, pool: MemoryPool): void {
    if (data.address !== 0) this.recording?.refuse('it has a tensor of two types')
    const values = data.view() as TypedArray
    const address = pool.allocate(data.size * ELEMENT_BYTES)
    this.queue.flush() // what waits may use this block
    data.pool?.release(data.address, data.size * ELEMENT_BYTES)
    data.moveTo(address, pool, dtype)
    ;(data.view() as TypedArray).set(values)
  }

  /** A tensor of its own with another's values. */
  private copyIn(tensor: Tensor): Tensor {
    const copy = this.allocate(tensor.shape, tensor.dtype as NativeType)
    ;(this.valuesOf(copy) as TypedArray).set(this.valuesOf(tensor) as TypedArray)
    return engine().makeTensorFromTensorInfo(copy, this)
  }

  private place(values: ArrayLike<number>, pool: MemoryPool): number {
    const address = pool.allocate(values.length * ELEMENT_BYTES)
    this.queue.flush() // what waits may use this block
    new Int32Array(this.memoryOfKernels.buffer, address, values.length).set(values)
    return address
  }

  /** Only what JavaScript made in a recording is the same at each replay, and may be read. */
  private noteRead(data: TensorData): void {
    if (!this.recording || (data.recording === this.recording && data.address === 0)) return
    this.recording.refuse(
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
