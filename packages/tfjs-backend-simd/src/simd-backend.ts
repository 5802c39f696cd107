import { backend_util, buffer, engine, kernel_impls, util } from '@tensorflow/tfjs-core'
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
import { NativeTensors } from './native-tensors.ts'
import type { WorkerThreads } from './worker-threads.ts'

/**
 * The tfjs backend `simd`. Its kernels see the half of it that is {@link NativeTensors}; this half is what tfjs asks of
 * a backend, and what the stock cpu kernels expect of their `MathBackendCPU` (`makeTensorInfo`, `bufferSync`, …).
 */
export class SimdBackend extends NativeTensors {
  readonly blockSize = 48

  constructor(
    queue: CommandQueue,
    memoryOfKernels: WebAssembly.Memory,
    pool: MemoryPool,
    private readonly threads: WorkerThreads,
  ) {
    super(queue, memoryOfKernels, pool)
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

  /** The number of threads that share the work now; workers start with the first work that is worth sharing. */
  get runningThreads(): number {
    return this.threads.running
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
    this.release(data)
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
}
