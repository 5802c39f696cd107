/**
 * Checks for some minutes, on random histories, that compiled functions give the bits of uncompiled ones, alternating between a hundred seeds on one thread and a
 * hundred on three threads.
 *
 *     npm run compile-law -w @tunekit/tfjs-backend-simd -- --minutes 10 --seed 1
 */
import { parseArgs } from 'node:util'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { registerSimdBackend } from '../../../src/index.ts'
import { checkCompileLaw } from './check-compile-law.ts'
import { registerGradients } from '../../register-gradients.ts'

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '1' }, seed: { type: 'string', default: '1' } },
})
const deadline = Date.now() + 60_000 * Number(values.minutes)
let threads: number | undefined
const total = { histories: 0, actions: 0, replays: 0 }
tf.enableProdMode()
await registerGradients()
for (let seed = Number(values.seed); Date.now() < deadline; seed++) {
  await useThreads(seed % 200 < 100 ? 1 : 3)
  const { actions, replays } = await checkCompileLaw(seed)
  total.histories++
  total.actions += actions
  total.replays += replays
}
console.log(
  `No difference in ${total.histories} histories of ${total.actions} actions, ${total.replays} calls replayed.`,
)

async function useThreads(count: number): Promise<void> {
  if (threads === count) return
  if (threads !== undefined) tf.removeBackend('simd')
  threads = count
  await registerSimdBackend({ threads, workPerSlice: 1 })
  await tf.setBackend('simd')
}
