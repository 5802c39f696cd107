import { enableProdMode, setBackend } from '@tensorflow/tfjs-core'
import { registerSimdBackend } from '@tunekit/tfjs-backend-simd'

/** Makes a tfjs backend the active one. */
export async function useBackend(name: 'simd' | 'cpu'): Promise<void> {
  enableProdMode() // without the stock backend's banner
  if (name === 'simd') await registerSimdBackend()
  else await import('@tensorflow/tfjs-backend-cpu')
  await setBackend(name)
}
