import { beforeAll, describe, expect, it } from '@jest/globals'
import { io, memory, square, sub, sum, tensor2d, tidy } from '@tensorflow/tfjs-core'
import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core'
import { initializers, layers, loadLayersModel, sequential } from '@tensorflow/tfjs-layers'
import type { LayersModel } from '@tensorflow/tfjs-layers'
import { chain } from '../src/kinds/chain.ts'
import { registerOptimizers } from '../src/register-optimizers.ts'
import type { Rule } from '../src/engine/rule.ts'
import { adam } from '../src/rules/adam.ts'
import { sgd } from '../src/rules/sgd.ts'
import { cosine } from '../src/schedules/cosine.ts'
import { linear } from '../src/schedules/linear.ts'
import { reduceOnPlateau } from '../src/schedules/reduce-on-plateau.ts'
import type { Plateau } from '../src/schedules/reduce-on-plateau.ts'
import { warmup } from '../src/schedules/warmup.ts'
import { toOptimizer } from '../src/engine/to-optimizer.ts'
import type { RuleOptimizer } from '../src/engine/to-optimizer.ts'
import { decoupledWeightDecay } from '../src/transforms/decoupled-weight-decay.ts'
import { l2 } from '../src/transforms/l2.ts'
import { useCpuBackend } from './cpu-backend.ts'
import { rules } from './rules.ts'

beforeAll(async () => {
  await useCpuBackend()
  registerOptimizers()
})

const saved: Readonly<Record<string, Rule>> = {
  ...rules,
  'adam with schedules': adam({
    learningRate: warmup(cosine({ from: 0.1, steps: 3 }), { steps: 2 }),
    beta1: linear({ from: 0.9, to: 0.5, steps: 4 }),
  }),
  'a chain with schedules': chain(
    l2(linear({ from: 0.1, to: 0, steps: 4 })),
    sgd({ learningRate: cosine({ from: 0.1, steps: 5 }), momentum: 0.9 }),
  ),
  'a chain with names of variables that have underscores': chain(
    l2(0.5, { where: 'hidden_layer.*/kernel' }),
    adam({ learningRate: 0.1 }),
    decoupledWeightDecay(0.5, { where: '[a-z]\\_layer.*/(bias|other_name)' }),
  ),
}

/** Creates a small network, the same each time. */
function createModel(): LayersModel {
  const kernelInitializer = (seed: number): ReturnType<typeof initializers.glorotUniform> =>
    initializers.glorotUniform({ seed })
  return sequential({
    layers: [
      layers.dense({
        name: 'hidden_layer',
        units: 3,
        inputShape: [2],
        activation: 'tanh',
        kernelInitializer: kernelInitializer(1),
      }),
      layers.dense({
        name: 'last_layer',
        units: 1,
        kernelInitializer: kernelInitializer(2),
        biasInitializer: 'ones',
      }),
    ],
  })
}

function compile(model: LayersModel, optimizer: RuleOptimizer): LayersModel {
  model.compile({ optimizer, loss: 'meanSquaredError' })
  return model
}

/** Trains for some steps, on data that depend on the index of the step. */
async function train(model: LayersModel, from: number, to: number): Promise<void> {
  for (let step = from; step < to; step++) {
    const inputs = tensor2d([1, step, -2, 0.5, 0.25 * step, -1], [3, 2])
    const targets = tensor2d([1, -0.5 * step, 2], [3, 1])
    await model.trainOnBatch(inputs, targets)
    inputs.dispose()
    targets.dispose()
  }
}

/** Saves a model with its optimizer and loads it, through the bytes and the JSON of its files. */
async function saveAndLoad(model: LayersModel): Promise<LayersModel> {
  let artifacts!: io.ModelArtifacts
  const handler = io.withSaveHandler(async (given) => {
    const { weightData, ...json } = given
    const files = JSON.parse(JSON.stringify(json)) as io.ModelArtifacts
    artifacts = { ...files, weightData: (weightData as ArrayBuffer).slice() }
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } }
  })
  await model.save(handler, { includeOptimizer: true })
  return loadLayersModel(io.fromMemory(artifacts))
}

function read(model: LayersModel): number[][] {
  return model.getWeights().map((weights) => [...weights.dataSync()])
}

function optimizerOf(model: LayersModel): RuleOptimizer {
  return model.optimizer as RuleOptimizer
}

/** Disposes a model and its optimizer, which the model does not own. */
function free(model: LayersModel): void {
  model.optimizer.dispose()
  model.dispose()
}

describe('a model that is saved with its optimizer, loaded and trained again', () => {
  it.each(Object.entries(saved))('has the weights of one that never stopped, with %s', async (_, rule) => {
    const before = memory().numTensors
    const through = compile(createModel(), toOptimizer(rule))
    await train(through, 0, 6)

    const first = compile(createModel(), toOptimizer(rule))
    await train(first, 0, 3)
    const second = await saveAndLoad(first)
    expect(read(second)).toEqual(read(first))
    free(first)
    await train(second, 3, 5)
    const third = await saveAndLoad(second)
    free(second)
    await train(third, 5, 6)

    expect(read(third)).toEqual(read(through))
    expect(optimizerOf(third).iterations).toBe(6)
    expect(optimizerOf(third).learningRate).toBe(optimizerOf(through).learningRate)
    free(third)
    free(through)
    expect(memory().numTensors).toBe(before)
  })

  it('keeps the learning rate that was set', async () => {
    const model = compile(createModel(), toOptimizer(adam({ learningRate: 0.5 })))
    await train(model, 0, 1)
    optimizerOf(model).learningRate = 0.125
    const loaded = await saveAndLoad(model)
    expect(optimizerOf(loaded).learningRate).toBe(0.125)
    optimizerOf(loaded).learningRate = 0
    const before = read(loaded)
    await train(loaded, 1, 2)
    expect(read(loaded)).toEqual(before)
    free(model)
    free(loaded)
  })

  it('remembers the metrics that were reported to its schedule', async () => {
    const plateau = reduceOnPlateau({ from: 0.5, factor: 0.5, patience: 1, thresholdMode: 'absolute' })
    const model = compile(createModel(), toOptimizer(sgd({ learningRate: plateau })))
    for (const loss of [1, 2, 2, 2]) plateau.report(loss)
    await train(model, 0, 1)
    const loaded = await saveAndLoad(model)
    expect(optimizerOf(loaded).schedule!.toJSON!()).toEqual(plateau.toJSON())
    expect(optimizerOf(loaded).learningRate).toBe(0.25)
    ;(optimizerOf(loaded).schedule as Plateau).report(2)
    expect(optimizerOf(loaded).learningRate).toBe(0.125)
    free(model)
    free(loaded)
  })

  it('is not saved where an option is a function', async () => {
    const model = compile(createModel(), toOptimizer(sgd({ learningRate: () => 0.1 })))
    await expect(saveAndLoad(model)).rejects.toThrow(
      '`learningRate` is a function without toJSON(), which cannot be saved.',
    )
    free(model)
  })
})

describe('where', () => {
  it('finds the variables of a loaded model by the names of their layers', async () => {
    // The gradient has no effect, so only decaying variables move.
    const decay = decoupledWeightDecay(0.5, { where: 'hidden_layer', scaleByLearningRate: false })
    const model = compile(createModel(), toOptimizer(chain(sgd({ learningRate: 0 }), decay)))
    await train(model, 0, 1)
    const loaded = await saveAndLoad(model)
    const before = read(loaded)
    await train(loaded, 1, 2)
    const [kernel, bias, ...others] = before
    expect(kernel.some((value) => value !== 0)).toBe(true)
    expect(read(loaded)).toEqual([...[kernel, bias].map((values) => values.map((x) => x / 2)), ...others])
    free(model)
    free(loaded)
  })
})

describe('minimize', () => {
  // One step of rules that accumulate, or with a learning rate that starts at 0, changes nothing. Patterns that match
  // none of `varList` are rejected.
  const table = Object.entries(saved).filter(([name, rule]) => {
    return toOptimizer(rule).learningRate > 0 && !/accumulate|underscores/.test(name)
  })

  it.each(table)('changes the variables of varList, or all variables without varList, with %s', (_, rule) => {
    const before = memory().numTensors
    const model = createModel()
    const optimizer = toOptimizer(rule)
    const loss = (): Scalar => {
      const difference = sub(model.predict(tensor2d([1, 2], [1, 2])) as Tensor, 3)
      return sum(square(difference))
    }
    const last = model.layers[1].trainableWeights.map((weight) => weight.read() as Variable)
    const start = read(model)
    const cost = optimizer.minimize(loss, true, last)!
    const afterLast = read(model)
    expect(afterLast.slice(0, 2)).toEqual(start.slice(0, 2))
    for (const index of [2, 3]) expect(afterLast[index]).not.toEqual(start[index])
    expect(tidy(() => loss().dataSync()[0])).toBeLessThan(cost.dataSync()[0])

    expect(optimizer.minimize(loss)).toBeNull()
    read(model).forEach((values, index) => expect(values).not.toEqual(afterLast[index]))
    expect(optimizer.iterations).toBe(2)
    cost.dispose()
    optimizer.dispose()
    model.dispose()
    expect(memory().numTensors).toBe(before)
  })
})
