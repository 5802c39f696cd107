/** The rounds of each section, and the durations of its measurements in seconds. */
export interface Plan {
  readonly training: { readonly rounds: number; readonly seconds: number; readonly warmUp: number }
  readonly evaluation: { readonly rounds: number; readonly images: 'all' | 'test' }
  readonly kernels: { readonly rounds: number; readonly seconds: number }
  readonly stock: { readonly rounds: number; readonly seconds: number }
  readonly optimizers: { readonly rounds: number; readonly seconds: number }
  readonly start: { readonly rounds: number }
  readonly memory: { readonly seconds: number }
}

/** The default plan: six to nine minutes on two cores. */
export const thorough: Plan = {
  training: { rounds: 15, seconds: 0.5, warmUp: 1 },
  evaluation: { rounds: 5, images: 'all' },
  kernels: { rounds: 15, seconds: 0.025 },
  stock: { rounds: 5, seconds: 0.05 },
  optimizers: { rounds: 15, seconds: 0.05 },
  start: { rounds: 7 },
  memory: { seconds: 5 },
}

/** The plan of `--quick`, which checks that everything works. Its results are rough. */
export const quick: Plan = {
  training: { rounds: 3, seconds: 0.2, warmUp: 0.3 },
  evaluation: { rounds: 2, images: 'test' },
  kernels: { rounds: 5, seconds: 0.01 },
  stock: { rounds: 2, seconds: 0.02 },
  optimizers: { rounds: 5, seconds: 0.02 },
  start: { rounds: 3 },
  memory: { seconds: 1 },
}
