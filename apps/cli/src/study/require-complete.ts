import type { Study } from '@tunekit/sweep'

/**
 * Makes sure that a study has come to something.
 *
 * @throws {Error} If no trial of it is complete; says why the last one failed
 */
export function requireComplete({ slots }: Study): void {
  if (slots.some(({ state }) => state === 'complete')) return
  const failed = slots.filter(({ state }) => state === 'failed')
  const reason = failed.at(-1)?.failures.at(-1)?.message
  throw new Error(
    `No trial is complete: of ${slots.length}, ${failed.length} failed` +
      (reason === undefined ? '.' : `, the last with: ${reason}`),
  )
}
