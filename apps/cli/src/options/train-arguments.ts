import type { Configuration, Value } from '@tunekit/sweep'

/**
 * Formats a configuration as arguments of `tunekit train`: `{ 'batch-size': 32, nesterov: true }` becomes
 * `['--batch-size=32', '--nesterov']`. A parameter that is false or null is left out.
 */
export function trainArguments(configuration: Configuration): string[] {
  return Object.entries(configuration).flatMap(([name, value]) => argument(optionName(name), value))
}

/** Returns the long option of a name: `batch-size`, `batch_size` and `batchSize` are `--batch-size`. */
export function optionName(name: string): string {
  const dashed = name.replaceAll('_', '-').replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`)
  return `--${dashed.toLowerCase()}`
}

function argument(option: string, value: Value): string[] {
  if (value === false || value === null) return []
  return value === true ? [option] : [`${option}=${value}`]
}
