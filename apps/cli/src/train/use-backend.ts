import { enableProdMode, setBackend } from '@tensorflow/tfjs-core'
import { registerSimdBackend } from '@tunekit/tfjs-backend-simd'
import { UsageError } from '../process/usage-error.ts'

/**
 * Makes a tfjs backend the active one.
 *
 * @param threads Of simd; default as many as the machine runs at once
 * @throws {UsageError} If threads are asked of cpu, which has one
 */
export async function useBackend(name: 'simd' | 'cpu', threads?: number): Promise<void> {
  if (name === 'cpu' && threads !== undefined) {
    throw new UsageError('--threads is an option of --backend simd: the cpu backend has one thread.')
  }
  enableProdMode() // without the stock backend's banner
  if (name === 'simd') await registerSimdBackend({ threads })
  else await import('@tensorflow/tfjs-backend-cpu')
  await setBackend(name)
}
