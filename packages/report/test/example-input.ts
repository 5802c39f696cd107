import type { ReportEvaluation, ReportInput, ReportStudy, RunData } from '../src/index.ts'

/** A run whose test accuracy rises to `accuracy` in the last of its epochs, with numbers that are easy to recognize. */
export function exampleRun(name: string, accuracy: number, epochs = 3): RunData {
  return {
    name,
    seed: 7,
    epochs: Array.from({ length: epochs + 1 }, (_, epoch) => ({
      epoch,
      step: 100 * epoch,
      train: { loss: 2 / (epoch + 1), accuracy: epoch === 0 ? 0.1 : accuracy - 0.01 * (epochs - epoch) },
      test: { loss: 2.5 / (epoch + 1), accuracy: epoch === 0 ? 0.1 : accuracy - 0.02 * (epochs - epoch) },
      seconds: epoch === 0 ? 0 : 1.5,
    })),
    options: { seed: 7, note: '<script>alert(1)</script>' },
    versions: { node: '24.0.0' },
    dataset: { name: 'tiny' },
    summary: {
      testAccuracy: accuracy,
      testLoss: 0.625,
      secondsPerEpoch: 1.5,
      weightsSha256: 'ab'.repeat(32),
    },
    filters: { shape: [2, 2, 1, 2], values: Float32Array.of(1, -0.5, 0, 0.25, 0.5, -1, -1, 0) },
  }
}

/** The same run with its scores on validation images instead of the test set. */
export function exampleValidationRun(name: string, accuracy: number, epochs = 3): RunData {
  const run = exampleRun(name, accuracy, epochs)
  return {
    ...run,
    epochs: run.epochs.map(({ test, ...record }) => ({ ...record, validation: test })),
    summary: { validationAccuracy: accuracy, validationLoss: 0.625, secondsPerEpoch: 1.5 },
  }
}

/** Three classes and four images of 2 × 2 pixels. Two images are misclassified, the last one with more confidence. */
export const exampleEvaluation: ReportEvaluation = {
  label: 'example',
  labels: [0, 1, 2, 2],
  predictions: [0, 2, 2, 0],
  probabilities: [0.9, 0.1, 0, 0.1, 0.3, 0.6, 0, 0.2, 0.8, 0.7, 0.1, 0.2],
  image: (index) => Uint8Array.of(index, 50, 100, 255),
  imageShape: [2, 2],
  classNames: ['cat', 'dog', '<owl>'],
  accuracy: 0.5,
  loss: 0.75,
  confusion: [
    [1, 0, 0],
    [0, 0, 1],
    [1, 0, 1],
  ],
  perClass: [
    { precision: 0.5, recall: 1, f1: 2 / 3, support: 1 },
    { precision: 0, recall: 0, f1: 0, support: 1 },
    { precision: 0.5, recall: 0.5, f1: 0.5, support: 2 },
  ],
}

/** Three complete trials, one pruned, one failed and one running; trial 2 is the best. */
export const exampleStudy: ReportStudy = {
  name: 'example study',
  direction: 'maximize',
  metric: 'validation accuracy',
  parameters: {
    learningRate: { kind: 'float', log: true },
    optimizer: { kind: 'categorical', choices: ['adam', 'sgd'] },
    momentum: { kind: 'conditional', parameter: { kind: 'float' } },
    classes: { kind: 'constant' },
  },
  trials: [
    trial(0, { learningRate: 1e-4, optimizer: 'adam' }, 'complete', 0.91),
    trial(1, { learningRate: 1e-1, optimizer: 'sgd', momentum: 0.5 }, 'complete', 0.85),
    trial(2, { learningRate: 1e-3, optimizer: 'adam' }, 'complete', 0.97),
    trial(3, { learningRate: 1e-2, optimizer: 'sgd', momentum: 0.9 }, 'pruned'),
    trial(4, { learningRate: 3e-2, optimizer: 'sgd', momentum: 0.1 }, 'failed'),
    trial(5, { learningRate: 3e-3, optimizer: 'adam' }, 'running'),
  ],
  importance: { optimizer: 0.125, learningRate: 0.875 },
}

function trial(
  number: number,
  configuration: ReportStudy['trials'][number]['configuration'],
  state: string,
  value?: number,
): ReportStudy['trials'][number] {
  const second = (offset: number): string => new Date(Date.UTC(2026, 0, 1) + 1000 * offset).toISOString()
  return {
    number,
    configuration,
    state,
    value,
    intermediate: [
      [1, 0.5],
      [2, value ?? 0.6],
    ],
    start: second(10 * number),
    end: state === 'running' ? undefined : second(10 * number + 15),
  }
}

/** An input with some data of every kind. */
export const exampleInput: ReportInput = {
  title: 'Report <b>&amp;</b>',
  subtitle: 'Two <configurations>.',
  facts: [{ label: 'Machine', value: '2 cores & 4 GB' }],
  groups: [
    {
      label: 'batch <32>',
      section: 'Batch "size"',
      runs: [exampleRun('a1', 0.97), exampleRun('a2', 0.99)],
      summary: { mean: 0.98, interval: [0.9701, 0.9899], standardDeviation: 0.01, n: 2 },
      verdict: 'No difference.',
      reference: {
        label: 'the post',
        finalAccuracy: 0.9765,
        bestAccuracy: 0.9777,
        secondsPerEpoch: 21.5,
        epochs: [{ epoch: 1, testAccuracy: 0.9432, testLoss: 0.2 }],
      },
    },
    { label: 'batch 64', section: 'Batch "size"', runs: [exampleRun('b1', 0.96)] },
  ],
  evaluation: exampleEvaluation,
  studies: [exampleStudy],
}
