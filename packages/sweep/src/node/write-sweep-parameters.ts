import { writeFileSync } from 'node:fs'
import { WholeFloat, type NestedValues } from '../file/written-configuration.ts'

/**
 * Writes the file from which `wandb.init()` reads a sweep's parameters (WANDB_SWEEP_PARAM_PATH), in the format of W&B's
 * agent:
 *
 *     wandb_version: 1
 *
 *     "lr": {"value": 1.0e-7}
 *
 * Source: wandb 0.30, wandb/sdk/lib/config_util.py.
 */
export function writeSweepParameters(path: string, values: NestedValues): void {
  const lines = Object.entries(values).map(
    ([name, value]) => `${writeText(name)}: {"value": ${writeValue(value)}}\n`,
  )
  writeFileSync(path, `wandb_version: 1\n\n${lines.join('')}`)
}

/** Writes a value as JSON that YAML 1.1 reads as the same value. */
function writeValue(value: NestedValues[string]): string {
  if (value instanceof WholeFloat) return writeNumber(String(value))
  if (typeof value === 'number') return writeNumber(String(value))
  if (typeof value === 'string') return writeText(value)
  if (typeof value !== 'object' || value === null) return String(value)
  const entries = Object.entries(value).map(([name, inner]) => `${writeText(name)}: ${writeValue(inner)}`)
  return `{${entries.join(', ')}}`
}

/** Adds a decimal point, because PyYAML reads `1e-7` as text, but `1.0e-7` as a number. */
function writeNumber(text: string): string {
  return text.replace(/^(-?\d+)e/, '$1.0e')
}

/** Escapes all but ASCII, because some other characters end lines in YAML or are forbidden there. */
function writeText(text: string): string {
  return JSON.stringify(text).replace(/[^ -~]/gu, (character) => {
    const code = character.codePointAt(0)!.toString(16)
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`
  })
}
