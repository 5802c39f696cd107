import { DEFINITION } from '../journal/attribute-names.ts'
import type { JournalStudy } from '../journal/replay-journal.ts'
import type { Pruner } from '../pruners/pruner.ts'
import type { Sampler } from '../samplers/sampler.ts'
import type { Direction } from '../study/direction.ts'
import type { StudyDefinition } from '../study/study-record.ts'

/**
 * Checks that a study continues with the definition it started with. Only the number of trials may change. An option that was added
 * after the version that started the study must have the value that reproduces that version.
 *
 * @throws {RangeError} If a part of the definition differs. The message names the part
 */
export function checkDefinition(
  stored: JournalStudy,
  wanted: {
    readonly definition: StudyDefinition
    readonly direction: Direction
    readonly sampler: Sampler
    readonly pruner: Pruner | undefined
  },
): void {
  const { name } = stored
  const definition = stored.userAttributes.get(DEFINITION) as StudyDefinition | undefined
  if (!definition) {
    throw new RangeError(
      `Study "${name}" of this journal was created by another program: it can be read and reported, but not continued.`,
    )
  }
  const before = { direction: stored.directions[0], ...definition }
  const completed = {
    ...before,
    sampler: { ...wanted.sampler.addedOptions, ...before.sampler },
    pruner: before.pruner && { ...wanted.pruner?.addedOptions, ...before.pruner },
  }
  const after = { direction: wanted.direction, ...wanted.definition }
  for (const key of Object.keys(after) as (keyof typeof after)[]) {
    if (isSame(completed[key], after[key])) continue
    throw new RangeError(
      `Study "${name}" started with another ${key}: ${JSON.stringify(before[key])}, not ${JSON.stringify(after[key])}. ` +
        'Only the number of trials may change; start another study.',
    )
  }
  const [names, wantedNames] = [before.space, after.space].map(Object.keys)
  if (isSame(names, wantedNames)) return
  throw new RangeError(
    `Study "${name}" started with its parameters in another order: ${names.join(', ')}, not ${wantedNames.join(', ')}. ` +
      'Put them in this order, or start another study.',
  )
}

/** Whether two values are the same JSON, apart from the order of keys and from keys without a value. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [a, b] as Record<string, unknown>[]
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => isSame(left[key], right[key]))
}
