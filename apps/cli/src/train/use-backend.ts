import { enableProdMode, setBackend } from '@tensorflow/tfjs-core'
import { registerSimdBackend } from '@tunekit/tfjs-backend-simd'
import { UsageError } from '../process/usage-error.ts'

/**
 * Registers a tfjs backend and makes it the active one.
 *
 * @param threads The number of threads of `simd`. Default: one per core
 * @throws {UsageError} If a number of threads is given for `cpu`, which has one thread
 */
export async function useBackend(name: 'simd' | 'cpu', threads?: number): Promise<void> {
  if (name === 'cpu' && threads !== undefined) {
    throw new UsageError('--threads is an option of --backend simd: the cpu backend has one thread.')
  }
  enableProdMode() // hides the banner of the stock backend
  if (name === 'simd') await registerSimdBackend({ threads })
  else await import('@tensorflow/tfjs-backend-cpu')
  await setBackend(name)
}
