import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import protobuf from 'protobufjs'
import { doubleField, encodeMessage, messageField, stringField, varintField } from './protobuf.ts'
import { encodeTfRecord, readTfRecords } from './tf-record.ts'
import { decodeTfEvents, encodeTfEvent, type TfEvent } from './tf-event.ts'

const proto = readFileSync(new URL('../../test/tensorboard.proto', import.meta.url), 'utf8')
const Event = protobuf.parse(proto).root.lookupType('Event')

describe('encodeTfEvent', () => {
  // Both as made by the protos and the RecordWriter of the Python package tensorboard 2.21.0.
  it('writes the golden bytes of the first event of a file', () => {
    expect(hex(encodeTfEvent({ wallTime: 1700000000, fileVersion: 'brain.Event:2' }))).toBe(
      '1800000000000000a37f4b220900000040fc54d9411a0d627261696e2e4576656e743a32eced8f9d',
    )
  })

  it('writes the golden bytes of a scalar', () => {
    expect(hex(encodeTfEvent({ wallTime: 1700000001.5, step: 7, scalars: { loss: 0.25 } }))).toBe(
      '300000000000000095f5d05f0900006040fc54d94110072a230a210a046c6f7373420a080112002a040000803e4a0d0a090a07' +
        '7363616c61727320011b9c990d',
    )
  })

  it('is read by the TensorBoard protos as scalars of its dashboard', () => {
    expect(
      readWithProtos(encodeTfEvent({ wallTime: 1.5, step: 3, scalars: { 'train/loss': 0.5, seconds: 2 } })),
    ).toEqual({
      wallTime: 1.5,
      step: 3,
      summary: {
        value: ['train/loss', 'seconds'].map((tag, index) => ({
          tag,
          tensor: { dtype: 'DT_FLOAT', tensorShape: {}, floatVal: [[0.5, 2][index]] },
          metadata: { pluginData: { pluginName: 'scalars' }, dataClass: 'DATA_CLASS_SCALAR' },
        })),
      },
    })
  })

  it('is read by the TensorBoard protos as the start of a session', () => {
    expect(readWithProtos(encodeTfEvent({ wallTime: 2, step: 2 ** 40, sessionStart: true }))).toEqual({
      wallTime: 2,
      step: 2 ** 40,
      sessionLog: { status: 'START' },
    })
  })

  it('writes the same bytes as the TensorBoard protos', () => {
    fc.assert(
      fc.property(arbitraryEvent(), (event) => {
        const message = Event.decode(onlyRecord(encodeTfEvent(event)))
        expect(hex(encodeTfRecord(Event.encode(message).finish()))).toBe(hex(encodeTfEvent(event)))
      }),
    )
  })

  it.each([0.5, NaN])('rejects the step %s', (step) => {
    expect(() => encodeTfEvent({ wallTime: 0, step })).toThrow(RangeError)
  })
})

describe('decodeTfEvents', () => {
  it('reads back what encodeTfEvent wrote, values rounded to float32', () => {
    fc.assert(
      fc.property(fc.array(arbitraryEvent(), { maxLength: 5 }), (events) => {
        const bytes = Buffer.concat(events.map(encodeTfEvent))
        const rounded = events.map(({ scalars, ...event }) =>
          scalars ? { ...event, scalars: float32(scalars) } : event,
        )
        expect(decodeTfEvents(bytes)).toEqual({ events: rounded, wholeBytes: bytes.length })
      }),
    )
  })

  it('reads back hundreds of thousands of scalars and hyperparameters', () => {
    const names = Array.from({ length: 150_000 }, (_, index) => `scalar ${index}`)
    const scalars = Object.fromEntries(names.map((name, index) => [name, index]))
    const { events } = decodeTfEvents(encodeTfEvent({ wallTime: 0, scalars }))
    expect(Object.keys(events[0].scalars!)).toHaveLength(names.length)
    const hparams = { sessionStart: { hparams: scalars } }
    const [event] = decodeTfEvents(encodeTfEvent({ wallTime: 0, hparams })).events
    expect(event.hparams).toEqual(hparams)
  })

  it('keeps NaN and infinities', () => {
    const scalars = { a: NaN, b: Infinity, c: -Infinity, d: -0 }
    expect(decodeTfEvents(encodeTfEvent({ wallTime: 0, scalars })).events[0].scalars).toEqual(scalars)
  })

  it('stops at a truncated event and returns the number of complete bytes', () => {
    const first = encodeTfEvent({ wallTime: 1, fileVersion: 'brain.Event:2' })
    const bytes = Buffer.concat([first, encodeTfEvent({ wallTime: 2, step: 1, scalars: { loss: 1 } })])
    for (let length = first.length; length < bytes.length; length++) {
      const { events, wholeBytes } = decodeTfEvents(bytes.subarray(0, length))
      expect(events).toEqual([{ wallTime: 1, step: 0, fileVersion: 'brain.Event:2' }])
      expect(wholeBytes).toBe(first.length)
    }
  })

  it('reads the other ways to write a scalar, and leaves out other summaries', () => {
    const event = Event.create({
      wallTime: 1,
      step: -1,
      summary: {
        value: [
          { tag: 'old', simpleValue: 0.5 },
          {
            tag: 'content',
            tensor: { dtype: 1, tensorShape: {}, tensorContent: Uint8Array.of(0, 0, 128, 62) },
          },
          { tag: 'double', tensor: { dtype: 2, doubleVal: [1] } },
          { tag: 'vector', tensor: { dtype: 1, tensorShape: { dim: [{ size: 2 }] }, floatVal: [1, 2] } },
          { tag: 'image', image: { height: 1, width: 1, encodedImageString: Uint8Array.of(1, 2, 3, 4) } },
        ],
      },
    })
    expect(decodeTfEvents(encodeTfRecord(Event.encode(event).finish())).events).toEqual([
      { wallTime: 1, step: -1, scalars: { old: 0.5, content: 0.25 } },
    ])
  })

  it('leaves out unknown fields', () => {
    const graph = encodeMessage([
      doubleField(1, 3),
      varintField(2, 4),
      stringField(4, '\u0001'),
      stringField(99, 'new'),
    ])
    const stop = encodeMessage([doubleField(1, 5), messageField(7, [varintField(1, 2)])])
    expect(decodeTfEvents(Buffer.concat([encodeTfRecord(graph), encodeTfRecord(stop)])).events).toEqual([
      { wallTime: 3, step: 4 },
      { wallTime: 5, step: 0, sessionStart: false },
    ])
  })

  it.each([
    ['premature EOF', [0x0a, 5, 1]],
    ['premature EOF', [0x09, 0, 0]],
    ['invalid varint', [0x10, ...new Array<number>(10).fill(0x80), 1]],
    ['illegal tag: field no 1 wire type 7', [0x0f]],
  ])('names the offset of a record that is no protobuf message: %s', (message, bytes) => {
    const file = Buffer.concat([encodeTfEvent({ wallTime: 0 }), encodeTfRecord(Uint8Array.from(bytes))])
    expect(() => decodeTfEvents(file)).toThrow('tfevents record at byte 25 is not an event: protobuf: ')
    expect(() => decodeTfEvents(file)).toThrow(message)
  })
})

function arbitraryEvent(): fc.Arbitrary<TfEvent> {
  const time = { wallTime: fc.double({ noNaN: true, min: 1, max: 2 ** 40 }), step: fc.maxSafeInteger() }
  return fc.oneof(
    fc.record({ ...time, fileVersion: fc.string({ unit: 'grapheme', minLength: 1 }) }),
    fc.record({
      ...time,
      scalars: fc.dictionary(fc.string({ minLength: 1 }), fc.double(), { noNullPrototype: true }),
    }),
    fc.record({ ...time, sessionStart: fc.constant(true) }),
  )
}

function float32(scalars: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(scalars).map(([tag, value]) => [tag, Math.fround(value)]))
}

function onlyRecord(bytes: Uint8Array): Uint8Array {
  const records = [...readTfRecords(bytes)]
  expect(records.map(({ end }) => end)).toEqual([bytes.length])
  return records[0].data
}

function readWithProtos(bytes: Uint8Array): unknown {
  return Event.toObject(Event.decode(onlyRecord(bytes)), { enums: String, longs: Number })
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
