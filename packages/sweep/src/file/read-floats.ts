import type { ParameterSource } from './parameter-source.ts'

/**
 * The integers among a parameter's values that are floats, such as 1.0, so that a program in Python receives `1.0`: all of
 * them, or those in a list. JavaScript has one type of number for both.
 */
export type WholeFloats = 'all' | readonly number[]

/**
 * Finds the integers that are floats, by W&B's rules: a value is what it is written as, a multiple of q is an integer if q
 * is written as one, and every other drawn number is a float, except for int_uniform.
 *
 * Source: github.com/wandb/sweeps, src/sweeps/params.py (`ppf`) and src/sweeps/config/schema.json: q is 1.0 if absent.
 */
export function readFloats({ map }: ParameterSource, distribution: string): WholeFloats {
  const written = (key: string): WholeFloats => {
    const value = map.entries.get(key)?.value
    const scalars = value?.kind === 'list' ? value.items : value ? [value] : []
    return scalars.flatMap((item) =>
      item.kind === 'scalar' && item.isFloat && Number.isInteger(item.value) ? [item.value as number] : [],
    )
  }
  if (distribution === 'int_uniform') return []
  if (distribution === 'constant') return written('value')
  if (distribution.startsWith('categorical')) return written('values')
  const q = map.entries.get('q')?.value
  return distribution.startsWith('q_') && q?.kind === 'scalar' && !q.isFloat ? [] : 'all'
}
