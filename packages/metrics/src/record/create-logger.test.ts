import { describe, expect, it } from '@jest/globals'
import { createLogger, type Sink } from './create-logger.ts'
import type { MetricsRecord } from './metrics-record.ts'

describe('createLogger', () => {
  it('passes every record to every sink, in the order of the sinks', () => {
    const calls: string[] = []
    const logger = createLogger([recorder('a', calls), recorder('b', calls)])
    logger.log({ step: 0 })
    logger.log({ step: 5 })
    logger.flush()
    logger.close()
    expect(calls).toEqual([
      ...['a write 0', 'b write 0', 'a write 5', 'b write 5'],
      ...['a flush', 'b flush', 'a close', 'b close'],
    ])
  })

  it.each([4, 3])('rejects step %i after step 4, before any sink sees it', (step) => {
    const calls: string[] = []
    const logger = createLogger([recorder('a', calls)])
    logger.log({ step: 4 })
    expect(() => logger.log({ step })).toThrow(RangeError)
    expect(() => logger.log({ step })).toThrow(`\`step\` must be greater than 4, the last step, got ${step}.`)
    logger.log({ step: 5 })
    expect(calls).toEqual(['a write 4', 'a write 5'])
  })

  it('continues from the last step that a sink already has', () => {
    const logger = createLogger([recorder('a', []), { ...recorder('b', []), lastStep: 7 }])
    expect(() => logger.log({ step: 7 })).toThrow('must be greater than 7')
    logger.log({ step: 8 })
  })

  it('rejects a value that is not a metrics record', () => {
    const calls: string[] = []
    const record = { step: 1, loss: '0.1' } as unknown as MetricsRecord
    expect(() => createLogger([recorder('a', calls)]).log(record)).toThrow(TypeError)
    expect(calls).toEqual([])
  })

  it.each(['write', 'flush', 'close'] as const)(
    'still calls the other sinks if one fails to %s',
    (method) => {
      const calls: string[] = []
      const error = new Error('disk full')
      const failing: Sink = { ...recorder('a', calls), [method]: () => { throw error } } // prettier-ignore
      const logger = createLogger([failing, recorder('b', calls)])
      const act = { write: () => logger.log({ step: 0 }), flush: logger.flush, close: logger.close }[method]
      expect(act).toThrow(error)
      expect(calls.at(-1)).toMatch(`b ${method}`)
      if (method !== 'close') {
        logger.close()
        expect(calls.slice(-2)).toEqual(['a close', 'b close'])
      }
    },
  )

  it('throws every error when several sinks fail', () => {
    const failing = (message: string): Sink => ({ ...recorder('', []), write: () => { throw new Error(message) } }) // prettier-ignore
    const logger = createLogger([failing('disk full'), failing('no network')])
    expect(() => logger.log({ step: 0 })).toThrow(AggregateError)
    expect(() => logger.log({ step: 1 })).toThrow('2 metric sinks failed: disk full; no network')
  })

  it('closes once, and rejects records after that', () => {
    const calls: string[] = []
    const logger = createLogger([recorder('a', calls)])
    logger.close()
    logger.close()
    expect(() => logger.log({ step: 0 })).toThrow('The logger is closed')
    expect(calls).toEqual(['a close'])
  })
})

function recorder(name: string, calls: string[]): Sink {
  return {
    write: ({ step }) => void calls.push(`${name} write ${step}`),
    flush: () => void calls.push(`${name} flush`),
    close: () => void calls.push(`${name} close`),
  }
}
