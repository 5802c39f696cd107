import { describe, expect, it } from '@jest/globals'
import { systemError } from './system-error.ts'

describe('systemError', () => {
  it('finds the code of an error or of its cause', () => {
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC' })
    expect(systemError(full)).toEqual({ code: 'ENOSPC' })
    expect(systemError(Object.assign(full, { syscall: 'write' }))).toEqual({
      code: 'ENOSPC',
      syscall: 'write',
    })
    expect(systemError(new Error('Cannot write', { cause: full }))).toEqual({
      code: 'ENOSPC',
      syscall: 'write',
    })
    expect(systemError(new Error('no'))).toEqual({})
    expect(systemError('no')).toEqual({})
  })
})
