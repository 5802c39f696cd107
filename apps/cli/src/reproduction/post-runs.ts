/** The figures of a run in the post, by epoch, starting with epoch 0 (the untrained model). Each run has one seed. */
export interface PostRun {
  /** In percent. */
  readonly testAccuracy: readonly number[]
  readonly testLoss: readonly number[]
  /** The median of epochs 2 to 10, since the first epoch includes compilation. */
  readonly secondsPerEpoch: number
}

export type PostLabel =
  `batch ${32 | 64 | 128 | 256 | 512}` | `L2 ${'1e-2' | '1e-4' | '1e-6'}` | 'ADAMW' | 'NADAM' | 'AdaBelief'

/**
 * The runs of "How My LeNet Achieves 99% Accuracy" (Flux 0.12.4 on an Intel Core i7-9700), from its logs:
 * https://cuda-chen.github.io/deep%20learning/2021/09/23/lenet-99.html
 *
 * The runs of L2 1e-6 and of ADAMW agree to the last digit: Flux's ADAMW has no decay by default, so it is Adam with L2 1e-6.
 */
export const postRuns: Readonly<Record<PostLabel, PostRun>> = {
  'batch 128': {
    testAccuracy: [12.11, 95.53, 97.03, 97.75, 98.21, 98.25, 98.13, 98.52, 98.77, 98.63, 98.67],
    testLoss: [2.316, 0.145, 0.0958, 0.0717, 0.0573, 0.0539, 0.058, 0.0464, 0.039, 0.0416, 0.0388],
    secondsPerEpoch: 12,
  },
  'batch 32': {
    testAccuracy: [12.11, 97.28, 98.16, 98.64, 98.67, 98.68, 98.71, 99.01, 99.02, 98.92, 98.94],
    testLoss: [2.316, 0.092, 0.0578, 0.0439, 0.0415, 0.0428, 0.0408, 0.0322, 0.0294, 0.0345, 0.0328],
    secondsPerEpoch: 13,
  },
  'batch 64': {
    testAccuracy: [12.11, 96.49, 97.62, 98.39, 98.5, 98.51, 98.56, 98.77, 98.96, 98.77, 98.9],
    testLoss: [2.316, 0.1139, 0.0752, 0.0555, 0.0454, 0.0481, 0.0469, 0.0365, 0.0337, 0.0393, 0.0351],
    secondsPerEpoch: 13,
  },
  'batch 256': {
    testAccuracy: [12.11, 94.14, 96.37, 97.17, 97.7, 98.03, 98.1, 98.32, 98.45, 98.47, 98.54],
    testLoss: [2.316, 0.2066, 0.1233, 0.0953, 0.0755, 0.0657, 0.0597, 0.0554, 0.0481, 0.0496, 0.0445],
    secondsPerEpoch: 11,
  },
  'batch 512': {
    testAccuracy: [12.11, 90.57, 94.34, 95.9, 96.6, 97.32, 97.56, 97.82, 97.84, 97.94, 98.21],
    testLoss: [2.316, 0.3486, 0.1919, 0.1387, 0.1119, 0.0912, 0.0831, 0.074, 0.0709, 0.0674, 0.0594],
    secondsPerEpoch: 10,
  },
  'L2 1e-2': {
    testAccuracy: [12.11, 96.52, 97.28, 96.64, 97.57, 97.17, 97.74, 97.79, 97.79, 97.44, 97.68],
    testLoss: [2.316, 0.123, 0.0933, 0.1089, 0.0915, 0.1014, 0.0808, 0.0816, 0.0796, 0.0849, 0.0844],
    secondsPerEpoch: 14,
  },
  'L2 1e-4': {
    testAccuracy: [12.11, 97.23, 98.19, 98.52, 98.62, 98.7, 98.55, 99.05, 98.9, 98.91, 98.87],
    testLoss: [2.316, 0.0922, 0.0565, 0.0448, 0.0418, 0.0425, 0.0424, 0.0317, 0.0304, 0.0335, 0.0345],
    secondsPerEpoch: 13,
  },
  'L2 1e-6': {
    testAccuracy: [12.11, 97.23, 98.17, 98.62, 98.53, 98.76, 98.7, 98.93, 99.06, 98.83, 99.05],
    testLoss: [2.316, 0.092, 0.058, 0.0419, 0.0451, 0.043, 0.0406, 0.0325, 0.0303, 0.0363, 0.0317],
    secondsPerEpoch: 15,
  },
  ADAMW: {
    testAccuracy: [12.11, 97.23, 98.17, 98.62, 98.53, 98.76, 98.7, 98.93, 99.06, 98.83, 99.05],
    testLoss: [2.316, 0.092, 0.058, 0.0419, 0.0451, 0.043, 0.0406, 0.0325, 0.0303, 0.0363, 0.0317],
    secondsPerEpoch: 14,
  },
  NADAM: {
    testAccuracy: [12.11, 97.22, 98.3, 98.5, 98.61, 98.67, 98.66, 98.91, 98.98, 99.01, 98.92],
    testLoss: [2.316, 0.0922, 0.0547, 0.0454, 0.0407, 0.0435, 0.0411, 0.0328, 0.0307, 0.0316, 0.035],
    secondsPerEpoch: 15,
  },
  AdaBelief: {
    testAccuracy: [12.11, 98.11, 98.56, 98.78, 98.97, 98.84, 98.73, 99.08, 99.03, 99.13, 99.01],
    testLoss: [2.316, 0.0636, 0.0448, 0.0399, 0.0333, 0.0403, 0.0373, 0.0299, 0.0314, 0.029, 0.0333],
    secondsPerEpoch: 15,
  },
}
