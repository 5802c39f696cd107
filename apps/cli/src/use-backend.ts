import { enableProdMode, setBackend } from '@tensorflow/tfjs-core'
import { registerSimdBackend } from '@tunekit/tfjs-backend-simd'

/**
 * Makes a tfjs backend the active one.
 *
 * @param threads Of simd; default as many as the machine runs at once
 */
export async function useBackend(name: 'simd' | 'cpu', threads?: number): Promise<void> {
  enableProdMode() // without the stock backend's banner
  if (name === 'simd') await registerSimdBackend({ threads })
  else await import('@tensorflow/tfjs-backend-cpu')
  await setBackend(name)
}
