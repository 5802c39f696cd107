import { enableProdMode, setBackend } from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'

// Production mode keeps the stock backend's banner out of the test output.
enableProdMode()
await setBackend('cpu')
