import { describe, expect, it } from '@jest/globals'
import { exhaustion } from './exhaustion.ts'

describe('exhaustion', () => {
  it('recognizes a full disk by any call', () => {
    const outcome = { kind: 'error', message: 'no', code: 'ENOSPC', syscall: 'write' } as const
    expect(exhaustion(outcome)?.problem).toBe('the disk full')
  })

  it.each([
    ['EMFILE', 'too many files open'],
    ['ENFILE', 'too many files open'],
    ['EAGAIN', 'too many processes running'],
    ['ENOMEM', 'no memory left for a process'],
  ])('recognizes %s of a process that could not be started', (code, problem) => {
    expect(exhaustion({ kind: 'crash', message: 'no', code })?.problem).toBe(problem)
    expect(exhaustion({ kind: 'error', message: 'no', code, syscall: 'spawn python' })?.problem).toBe(problem)
    expect(exhaustion({ kind: 'error', message: 'no', code, syscall: 'open' })).toBeUndefined()
  })

  it('ignores all other outcomes', () => {
    expect(exhaustion({ kind: 'crash', message: 'no' })).toBeUndefined()
    expect(exhaustion({ kind: 'error', message: 'no', code: 'ENOENT', syscall: 'spawn x' })).toBeUndefined()
    expect(exhaustion({ kind: 'complete', value: 1 })).toBeUndefined()
  })
})
