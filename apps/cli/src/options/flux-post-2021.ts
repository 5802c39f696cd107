/**
 * The optimizer of the best recipe in the post "How My LeNet Achieves 99% Accuracy", as options of `tunekit train`. The post used
 * Flux 0.12.4, whose AdaBelief does not correct its bias.
 */
export const fluxPost2021 = {
  optimizer: 'adaBelief',
  formulas: 'flux',
  learningRate: 3e-4,
  l2: 1e-6, // on every parameter, biases included
} as const
