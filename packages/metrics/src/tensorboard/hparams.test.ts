import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import protobuf from 'protobufjs'
import type { HParamInfo, TfHParams } from './hparams.ts'
import { decodeTfEvents, encodeTfEvent } from './tf-event.ts'
import { encodeTfRecord, readTfRecords } from './tf-record.ts'

const Event = typeOf('tensorboard.proto', 'Event')
const PluginData = typeOf('hparams.proto', 'HParamsPluginData')

describe('encodeTfEvent of hparams', () => {
  // As made by the protos, metadata.py and the RecordWriter of the Python package tensorboard 2.21.0.
  it.each<[string, TfHParams, string]>([
    [
      'the start of a session',
      { sessionStart: { hparams: { decay: 0.25 }, groupName: 'g' } },
      '6400000000000000435f1cdf0900006040fc54d9412a590a570a1c5f68706172616d735f2f73657373696f6e5f73746172745f696e' +
        '666f42060801120212004a2f0a2d0a0768706172616d7312221a200a120a056465636179120911000000000000d03f220167290000' +
        '6040fc54d9418243018f',
    ],
    [
      'the end of one that failed',
      { sessionEnd: { status: 'failure' } },
      '4d000000000000003d63d4a60900006040fc54d9412a420a400a1a5f68706172616d735f2f73657373696f6e5f656e645f696e666f' +
        '42060801120212004a1a0a180a0768706172616d73120d220b08021100006040fc54d9418d81f11b',
    ],
    [
      'an experiment',
      {
        experiment: {
          hparams: {
            rate: { type: 'number', interval: [0.5, 1] },
            rule: { type: 'string', values: ['sgd'] },
          },
          metrics: [{ tag: 'a', displayName: 'A' }],
        },
      },
      '80000000000000002a5b60ec0900006040fc54d9412a750a730a145f68706172616d735f2f6578706572696d656e74420608011202' +
        '12004a530a510a0768706172616d73124612441900006040fc54d941221c0a04726174652003321209000000000000e03f11000000' +
        '000000f03f22110a0472756c6520012a070a051a037367642a080a031201611a0141d39110d0',
    ],
  ])('writes the golden bytes of %s', (_, hparams, bytes) => {
    expect(Buffer.from(encodeTfEvent({ wallTime: 1700000001.5, hparams })).toString('hex')).toBe(bytes)
  })

  it('is read by the TensorBoard protos as a start with values of three types', () => {
    const hparams = { rule: 'adam', rate: 0, nesterov: false, name: '' }
    expect(readWithProtos({ sessionStart: { hparams, groupName: 'a' } })).toEqual({
      tag: '_hparams_/session_start_info',
      content: {
        sessionStartInfo: {
          hparams: {
            rule: { stringValue: 'adam' },
            rate: { numberValue: 0 },
            nesterov: { boolValue: false },
            name: { stringValue: '' },
          },
          groupName: 'a',
          startTimeSecs: 3,
        },
      },
    })
  })

  it.each([
    ['success', 'STATUS_SUCCESS'],
    ['failure', 'STATUS_FAILURE'],
    ['running', 'STATUS_RUNNING'],
    ['unknown', undefined], // a zero, which toObject leaves out
  ] as const)('is read by the TensorBoard protos as an end with %s', (status, read) => {
    expect(readWithProtos({ sessionEnd: { status } })).toEqual({
      tag: '_hparams_/session_end_info',
      content: { sessionEndInfo: { status: read, endTimeSecs: 3 } },
    })
  })

  it('is read by the TensorBoard protos as an experiment with every kind of column', () => {
    const experiment = {
      description: 'What for',
      hparams: {
        rule: { type: 'string', values: ['adam', 'lion'], displayName: 'Rule', description: 'Its name' },
        rate: { type: 'number', interval: [-1, 0.5] },
        batch: { type: 'number', values: [16, 32] },
        nesterov: { type: 'boolean', values: [false, true] },
        note: { type: 'string' },
      },
      metrics: [
        { tag: 'accuracy', displayName: 'Accuracy', description: 'Of all', group: 'test' },
        { tag: 'l' },
      ],
    } as const
    expect(readWithProtos({ experiment })).toEqual({
      tag: '_hparams_/experiment',
      content: {
        experiment: {
          description: 'What for',
          timeCreatedSecs: 3,
          hparamInfos: [
            {
              name: 'rule',
              displayName: 'Rule',
              description: 'Its name',
              type: 'DATA_TYPE_STRING',
              domainDiscrete: { values: [{ stringValue: 'adam' }, { stringValue: 'lion' }] },
            },
            { name: 'rate', type: 'DATA_TYPE_FLOAT64', domainInterval: { minValue: -1, maxValue: 0.5 } },
            {
              name: 'batch',
              type: 'DATA_TYPE_FLOAT64',
              domainDiscrete: { values: [{ numberValue: 16 }, { numberValue: 32 }] },
            },
            {
              name: 'nesterov',
              type: 'DATA_TYPE_BOOL',
              domainDiscrete: { values: [{ boolValue: false }, { boolValue: true }] },
            },
            { name: 'note', type: 'DATA_TYPE_STRING' },
          ],
          metricInfos: [
            { name: { group: 'test', tag: 'accuracy' }, displayName: 'Accuracy', description: 'Of all' },
            { name: { tag: 'l' } },
          ],
        },
      },
    })
  })

  it.each<[HParamInfo, string]>([
    [
      { type: 'number', values: [1, NaN] },
      'Hyperparameter `rate` must be a finite number, a string or a boolean',
    ],
    [{ type: 'number', values: [1, 'a'] }, '`values` of `rate` must be of type number, got "a".'],
    [
      { type: 'number', values: [1], interval: [0, 1] },
      '`interval` of `rate` is for numbers without `values`',
    ],
    [{ type: 'string', interval: [0, 1] }, '`interval` of `rate` is for numbers without `values`'],
    [{ type: 'number', interval: [0, Infinity] }, 'two finite numbers, smallest first, got 0 to Infinity.'],
    [{ type: 'number', interval: [1, 0] }, 'two finite numbers, smallest first, got 1 to 0.'],
    [{ type: 'float' as 'number' }, 'Type of `rate` must be string, number or boolean, got float.'],
  ])('rejects the column %j', (rate, message) => {
    const hparams = { experiment: { hparams: { rate }, metrics: [] } }
    expect(() => encodeTfEvent({ wallTime: 0, hparams })).toThrow(RangeError)
    expect(() => encodeTfEvent({ wallTime: 0, hparams })).toThrow(message)
  })
})

describe('decodeTfEvents of hparams', () => {
  it('reads back what encodeTfEvent wrote', () => {
    fc.assert(
      fc.property(arbitraryHParams(), (hparams) => {
        const { events } = decodeTfEvents(encodeTfEvent({ wallTime: 1, step: 2, hparams }))
        expect(events).toEqual([{ wallTime: 1, step: 2, hparams }])
      }),
    )
  })

  it('reads messages of other writers that leave out or add fields', () => {
    const value = { listValue: { values: [] } }
    const start = { hparams: { list: value, rule: { stringValue: 'sgd' } }, modelUri: 'm', startTimeSecs: 1 }
    expect(decodeContent({ sessionStartInfo: start })).toEqual({
      scalars: { loss: 0.5 },
      hparams: { sessionStart: { hparams: { rule: 'sgd' } } },
    })
    expect(decodeContent({ sessionEndInfo: {} })).toMatchObject({
      hparams: { sessionEnd: { status: 'unknown' } },
    })
    expect(decodeContent({ version: 1 })).toEqual({ scalars: { loss: 0.5 } })
  })
})

/** Decodes an event with a scalar and the metadata of a plugin. */
function decodeContent(data: object): object {
  const content = PluginData.encode(PluginData.fromObject(data)).finish()
  const metadata = { pluginData: { pluginName: 'hparams', content } }
  const summary = {
    value: [
      { tag: 'h', metadata, tensor: { dtype: 1 } },
      { tag: 'loss', simpleValue: 0.5 },
    ],
  }
  const { wallTime, step, ...rest } = decodeTfEvents(
    encodeTfRecord(Event.encode(Event.fromObject({ wallTime: 1, summary })).finish()),
  ).events[0]
  expect([wallTime, step]).toEqual([1, 0])
  return rest
}

/** Reads an event of time 3 and checks that there is a tensor, and it is the empty one of the right plugin. */
function readWithProtos(hparams: TfHParams): object {
  const [{ data }] = readTfRecords(encodeTfEvent({ wallTime: 3, hparams }))
  const { summary } = Event.toObject(Event.decode(data), { enums: String, longs: Number })
  const [{ tag, tensor, metadata }] = summary.value
  expect(summary.value).toHaveLength(1)
  expect(tensor).toEqual({ dtype: 'DT_FLOAT', tensorShape: { dim: [{}] } }) // one dimension, of size 0
  expect(metadata.pluginData.pluginName).toBe('hparams')
  const content = PluginData.decode(metadata.pluginData.content)
  return { tag, content: PluginData.toObject(content, { enums: String }) }
}

function typeOf(file: string, name: string): protobuf.Type {
  const proto = readFileSync(new URL(`../../test/${file}`, import.meta.url), 'utf8')
  return protobuf.parse(proto).root.lookupType(name)
}

function arbitraryHParams(): fc.Arbitrary<TfHParams> {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true })
  const text = fc.string({ unit: 'grapheme', minLength: 1 })
  const names = { displayName: text, description: text }
  const values = <Value>(value: fc.Arbitrary<Value>) => fc.array(value, { maxLength: 4 })
  const info = fc.oneof(
    fc.record({ type: fc.constant('string' as const), values: values(fc.string()), ...names }),
    fc.record({ type: fc.constant('boolean' as const), values: values(fc.boolean()) }),
    fc.record({ type: fc.constant('number' as const), values: values(number) }),
    fc.record({ type: fc.constant('number' as const) }),
    fc.tuple(number, number).map(([a, b]) => ({
      type: 'number' as const,
      interval: a <= b ? ([a, b] as const) : ([b, a] as const),
    })),
  )
  const noNullPrototype = true
  const metric = fc.record({ tag: text, group: text, ...names }, { requiredKeys: ['tag'] })
  return fc.oneof(
    fc.record({
      experiment: fc.record(
        {
          description: text,
          hparams: fc.dictionary(text, info, { noNullPrototype }),
          metrics: fc.array(metric),
        },
        { requiredKeys: ['hparams', 'metrics'] },
      ),
    }),
    fc.record({
      sessionStart: fc.record({
        hparams: fc.dictionary(text, fc.oneof(fc.string(), number, fc.boolean()), { noNullPrototype }),
        groupName: text,
      }),
    }),
    fc.record({
      sessionEnd: fc.record({ status: fc.constantFrom('unknown', 'success', 'failure', 'running') }),
    }),
  )
}
