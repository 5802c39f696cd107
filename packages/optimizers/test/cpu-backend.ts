import '@tensorflow/tfjs-backend-cpu'
import { enableProdMode, setBackend } from '@tensorflow/tfjs-core'

/** Sets the cpu backend of tfjs, without its banner. For `beforeAll`. */
export async function useCpuBackend(): Promise<void> {
  enableProdMode()
  await setBackend('cpu')
}
