import '@tensorflow/tfjs-backend-cpu'
import { enableProdMode, setBackend } from '@tensorflow/tfjs-core'

/** For `beforeAll`: the stock cpu backend, without its banner. */
export async function useCpuBackend(): Promise<void> {
  enableProdMode()
  await setBackend('cpu')
}
