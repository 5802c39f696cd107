import { writeFileSync } from 'node:fs'
import { WholeFloat, type NestedValues } from '../file/written-configuration.ts'

/**
 * Writes the file that `wandb.init()` takes a sweep's parameters from (WANDB_SWEEP_PARAM_PATH), in the format of W&B's
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
    ([name, value]) => `${writeText(name)}: {"value": ${write(value)}}\n`,
  )
  writeFileSync(path, `wandb_version: 1\n\n${lines.join('')}`)
}

/** JSON that YAML 1.1 reads as the same. */
function write(value: NestedValues[string]): string {
  if (value instanceof WholeFloat) return writeNumber(String(value))
  if (typeof value === 'number') return writeNumber(String(value))
  if (typeof value === 'string') return writeText(value)
  if (typeof value !== 'object' || value === null) return String(value)
  const entries = Object.entries(value).map(([name, inner]) => `${writeText(name)}: ${write(inner)}`)
  return `{${entries.join(', ')}}`
}

/** PyYAML takes `1e-7` for text, but not `1.0e-7`. */
function writeNumber(text: string): string {
  return text.replace(/^(-?\d+)e/, '$1.0e')
}

/** What is not ASCII is escaped: some of it ends lines in YAML, or is forbidden. */
function writeText(text: string): string {
  return JSON.stringify(text).replace(/[^ -~]/gu, (character) => {
    const code = character.codePointAt(0)!.toString(16)
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`
  })
}
