import { describe, expect, it } from '@jest/globals'
import { supportsColor } from './supports-color.ts'

const write = (): void => {}

describe('supportsColor', () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { NO_COLOR: '0' }, false],
    [false, { FORCE_COLOR: '1' }, true],
    [true, { FORCE_COLOR: '0' }, false],
    [true, { FORCE_COLOR: 'false' }, false],
    [false, { FORCE_COLOR: '' }, false],
    [true, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    [true, { TERM: 'dumb' }, false],
    [true, { TERM: 'xterm' }, true],
  ])('of a stream with isTTY %s under %j is %s', (isTTY, env, expected) => {
    expect(supportsColor({ isTTY, write }, { env })).toBe(expected)
  })
})
