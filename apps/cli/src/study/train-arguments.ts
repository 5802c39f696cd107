import type { Configuration, Value } from '@tunekit/sweep'

/**
 * A configuration as arguments of `tunekit train`: `{ 'batch-size': 32, nesterov: true }` is
 * `['--batch-size=32', '--nesterov']`. Names may be written with underscores or in camel case. A flag that is false is left
 * out, and so is what is null.
 */
export function trainArguments(configuration: Configuration): string[] {
  return Object.entries(configuration).flatMap(([name, value]) => argument(optionName(name), value))
}

/** The long option that a parameter stands for: `batch_size` and `batchSize` are `--batch-size`. */
export function optionName(parameter: string): string {
  const dashed = parameter.replaceAll('_', '-').replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`)
  return `--${dashed.toLowerCase()}`
}

function argument(option: string, value: Value): string[] {
  if (value === false || value === null) return []
  return value === true ? [option] : [`${option}=${value}`]
}
