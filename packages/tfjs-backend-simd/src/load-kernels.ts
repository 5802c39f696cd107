import { kernelsWasm } from './generated/kernels-wasm.ts'
import type { instantiate } from './generated/kernels.js'

/** The functions of assembly/index.ts; addresses are byte offsets into the memory. */
export type WasmKernels = Awaited<ReturnType<typeof instantiate>>

/** The module refuses to link with a memory that has fewer or more pages than this allows. */
const INITIAL_PAGES = 16
const MAXIMUM_PAGES = 65536

/** Static data of the module lies below; everything above belongs to the memory pool. */
export const POOL_START = 65536

/** The kernels of this thread, and what another thread needs to have them too. */
export interface LoadedKernels {
  readonly kernels: WasmKernels
  readonly module: WebAssembly.Module
  readonly memory: WebAssembly.Memory
}

/**
 * Compiles the kernels.
 *
 * @throws {Error} If this runtime has no WebAssembly, or none with SIMD and shared memory
 */
export async function compileKernels(): Promise<WebAssembly.Module> {
  try {
    const module = await WebAssembly.compile(await gunzip(decodeBase64(kernelsWasm)))
    instantiateKernels(module) // to fail here if it does
    return module
  } catch (error) {
    throw new Error(
      'The simd backend needs WebAssembly with simd128 and shared memory, which this runtime lacks. ' +
        'Use Node 22 or later, a browser of 2023 or later, or the tfjs "cpu" backend.',
      { cause: error },
    )
  }
}

/** Gives kernels a memory of their own. */
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
  // Node's streams would take ten times as long to load as this takes to run.
  const zlib = process?.getBuiltinModule?.('node:zlib')
  if (zlib) return zlib.gunzipSync(bytes) as Uint8Array<ArrayBuffer>
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer()
}
