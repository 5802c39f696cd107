/** @file Tunes and compares every optimizer on LeNet-5 and MNIST: `npm run compare-optimizers`. */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { replaceFile } from '@tunekit/durable-files'
import { createRule, optimizerNames } from '@tunekit/optimizers'
import { startContestant } from '../contestant.ts'
import { describeMachine } from '../describe-machine.ts'
import { nodeCommand } from '../line-up.ts'
import { markdownTable } from '../markdown-table.ts'
import type { Accuracies, TrainRequest } from '../contestants/train-once.ts'

/** Factors of a rule's default learning rate: three decades, as many trials for each rule. */
const factors = [1 / 30, 1 / 10, 1 / 3, 1, 3, 10, 30]
const tuningSeed = 1
const seeds = [2, 3, 4]
const epochs = 3

const { values } = parseArgs({
  options: {
    output: { type: 'string', short: 'o' },
    only: { type: 'string', default: optimizerNames.join() },
    epochs: { type: 'string', default: String(epochs) },
  },
})
const document = await compare(values.only.split(','), Number(values.epochs))
if (values.output === undefined) process.stdout.write(document)
else replaceFile(values.output, document)

async function compare(names: readonly string[], epochs: number): Promise<string> {
  const train = await trainers()
  const rows = await Promise.all(
    names.map(async (name) => {
      const tuned = await Promise.all(
        factors.map(async (factor) => {
          const learningRate = rounded(factor * defaultLearningRate(name))
          const { validation } = await train.run({ rule: { name, learningRate }, seed: tuningSeed, epochs })
          return { learningRate, validation }
        }),
      )
      const best = tuned.reduce((a, b) => (b.validation > a.validation ? b : a))
      const { learningRate } = best
      const runs = await Promise.all(
        seeds.map((seed) => train.run({ rule: { name, learningRate }, seed, epochs })),
      )
      const tests = runs.map(({ test }) => test)
      console.error(`${name}: ${learningRate}, ${percent(mean(tests))}`)
      const atTheEdge = best === tuned[0] || best === tuned.at(-1)
      return { name, learningRate, atTheEdge, validation: best.validation, tests }
    }),
  )
  await train.close()
  const sorted = rows.toSorted((a, b) => mean(b.tests) - mean(a.tests))
  const table = markdownTable(
    ['optimizer', '>learning rate', '>validation %', '>test %, mean', '>of seeds'],
    sorted.map(({ name, learningRate, atTheEdge, validation, tests }) => [
      `\`${name}\``,
      `${learningRate}${atTheEdge ? ' (edge)' : ''}`,
      percent(validation),
      percent(mean(tests)),
      tests.map(percent).join(' '),
    ]),
  )
  const facts = markdownTable(['', ''], [...describeMachine(), ['command', '`npm run compare-optimizers`']])
  return `# Optimizers on LeNet-5 and MNIST\n\n${facts}\n\n${caption(epochs)}\n\n${table}\n`
}

function caption(epochs: number): string {
  return (
    `${epochs} epochs over 55,000 images at batch size 32, every other option as by default. For each rule the learning rate is ` +
    `the best of ${factors.length} from 1/30 to 30 times its default, by the accuracy on the other 5,000 training images ` +
    `(seed ${tuningSeed}); the test set chooses nothing. Then ${seeds.length} runs with other seeds. One of 10,000 test images ` +
    'is 0.01 %; the standard error of an accuracy of 99 % is 0.10, so that neighbours in this table are not distinguishable.'
  )
}

/** A process for each processor, which train what is asked for, in turn. */
async function trainers(): Promise<{
  run(request: TrainRequest): Promise<Accuracies>
  close(): Promise<void>
}> {
  const command = nodeCommand('train-once.ts')
  const all = await Promise.all(
    Array.from({ length: availableParallelism() }, () => startContestant({ command })),
  )
  const idle = [...all]
  const waiting: ((trainer: (typeof all)[number]) => void)[] = []
  return {
    async run(request) {
      const trainer =
        idle.pop() ?? (await new Promise<(typeof all)[number]>((resolve) => waiting.push(resolve)))
      try {
        return await trainer.ask<Accuracies>({ task: 'train', ...request })
      } finally {
        const next = waiting.shift()
        if (next) next(trainer)
        else idle.push(trainer)
      }
    },
    async close() {
      await Promise.all(all.map((trainer) => trainer.close()))
    },
  }
}

function defaultLearningRate(name: string): number {
  const { learningRate } = createRule({ name })
  if (typeof learningRate === 'number') return learningRate
  throw new TypeError(`Rule "${name}" has no default learning rate to start from.`)
}

/** To two digits. */
function rounded(value: number): number {
  return Number(value.toPrecision(2))
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function percent(fraction: number): string {
  return (100 * fraction).toFixed(2)
}
