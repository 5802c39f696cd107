import { backend_util, buffer, engine, kernel_impls, util } from '@tensorflow/tfjs-core'
import type {
  BackendValues,
  DataType,
  Tensor,
  TensorBuffer,
  TensorInfo,
  TypedArray,
} from '@tensorflow/tfjs-core'
import type { CommandQueue } from './runtime/command-queue.ts'
import { compileFunction } from './compile/compiled-function.ts'
import type { CompiledFunction } from './compile/compiled-function.ts'
import type { MemoryPool } from './memory/memory-pool.ts'
import { NativeTensors } from './native/native-tensors.ts'
import type { WorkerThreads } from './runtime/worker-threads.ts'
import type { SimdBackend } from './simd-backend.ts'

/**
 * Implements the backend `simd`. Its kernels see only the base class, {@link NativeTensors}; this class adds what tfjs requires
 * of a backend, and what the stock cpu kernels expect of their `MathBackendCPU` (`makeTensorInfo`, `bufferSync`, …).
 */
export class MathBackendSimd extends NativeTensors implements SimdBackend {
  /** The value of `MathBackendCPU`, which the stock matrix product reads. */
  readonly blockSize = 48

  constructor(
    queue: CommandQueue,
    memoryOfKernels: WebAssembly.Memory,
    pool: MemoryPool,
    private readonly threads: WorkerThreads,
  ) {
    super(queue, memoryOfKernels, pool)
  }

  compile<Inputs extends Tensor[], Results>(
    run: (...inputs: Inputs) => Results,
  ): CompiledFunction<Inputs, Results> {
    return compileFunction(this, run)
  }

  get runningThreads(): number {
    return this.threads.running
  }

  override write(values: BackendValues, _shape: number[], dtype: DataType): object {
    return this.data.add(this.dataOf(values, dtype))
  }

  override move(
    dataId: object,
    values: BackendValues,
    _shape: number[],
    dtype: DataType,
    refCount: number,
  ): void {
    // If a recording is in progress, the tensor is older, so the recording must not note its values.
    const { recorder } = this
    this.recorder = undefined
    const data = this.dataOf(values, dtype)
    this.recorder = recorder
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
    // A view would change when its block is reused.
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
