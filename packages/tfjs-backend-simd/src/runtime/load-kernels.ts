import { kernelsWasm } from '../generated/kernels-wasm.ts'
import type { instantiate } from '../generated/kernels.js'
import { INITIAL_PAGES, MAXIMUM_PAGES } from '../generated/operations.ts'

/** The functions that assembly/index.ts exports. Addresses are byte offsets into the memory. */
export type WasmKernels = Awaited<ReturnType<typeof instantiate>>

/** The kernels of this thread, with the module and the memory from which other threads instantiate them. */
export interface LoadedKernels {
  readonly kernels: WasmKernels
  readonly module: WebAssembly.Module
  readonly memory: WebAssembly.Memory
}

/**
 * Compiles the WebAssembly module of the kernels.
 *
 * @throws {Error} If this runtime lacks WebAssembly with SIMD and shared memory, or if the page's Content-Security-Policy
 *   forbids WebAssembly
 */
export async function compileKernels(): Promise<WebAssembly.Module> {
  const bytes = await gunzip(decodeBase64(kernelsWasm))
  try {
    const module = await WebAssembly.compile(bytes)
    instantiateKernels(module) // throws now if the memory cannot be created
    return module
  } catch (cause) {
    // A policy that forbids compiling still allows validating.
    const isForbidden = globalThis.WebAssembly?.validate(bytes)
    const { message } = cause as Error
    throw new Error(
      isForbidden
        ? `The simd backend is not allowed to compile its WebAssembly: "${message}". If this page has a Content-Security-Policy, ` +
            `add 'wasm-unsafe-eval' to its script-src, or use the tfjs "cpu" backend.`
        : `The simd backend needs WebAssembly with simd128 and shared memory, which this runtime lacks: "${message}". ` +
            'Use Node 22 or later, a browser of 2023 or later, or the tfjs "cpu" backend.',
      { cause },
    )
  }
}

/** Instantiates the kernels with a new memory. */
export function instantiateKernels(module: WebAssembly.Module): LoadedKernels {
  const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: MAXIMUM_PAGES, shared: true })
  const { exports } = new WebAssembly.Instance(module, { env: { memory } })
  return { kernels: exports as unknown as WasmKernels, module, memory }
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}

async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<BufferSource> {
  const { process } = globalThis as { process?: NodeJS.Process }
  // Loading Node's streams would take ten times as long as gunzipSync takes.
  const zlib = process?.getBuiltinModule?.('node:zlib')
  if (zlib) return zlib.gunzipSync(bytes) as Uint8Array<ArrayBuffer>
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer()
}
