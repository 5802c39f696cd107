import picocolors from 'picocolors'
import type { Colors } from 'picocolors/types'
import type { MetricsGroup, MetricsRecord } from '../record/metrics-record.ts'

export interface FormatEpochOptions {
  /** Adds ANSI colours; bundlers for browsers replace them by none. Default false. */
  color?: boolean
  /** Columns at hand: a line that needs more takes the longest of two shorter forms that fits. Default no limit. */
  width?: number
}

/**
 * Formats the line that people read after an epoch: loss rounded to 4 digits, accuracy in percent rounded to
 * 4 digits, trailing zeros dropped. What a record lacks is left out; one without `epoch` is headed by its step.
 * Losses from 1000 up are in exponential form, so that two sets fit in 80 columns in the short form. The shortest,
 * for three sets, leaves out losses beside accuracies.
 *
 * @example
 * const record = { epoch: 1, step: 1875, train: { loss: 0.10692, accuracy: 0.96725 }, test: { loss: 0.092, accuracy: 0.9728 } }
 * formatEpoch(record) // 'Epoch: 1   Train: (loss = 0.1069, acc = 96.725)   Test: (loss = 0.092, acc = 97.28)'
 * formatEpoch(record, { width: 80 }) // 'Epoch: 1  Train: loss 0.1069, acc 96.725  Test: loss 0.092, acc 97.28'
 */
export function formatEpoch(record: MetricsRecord, options: FormatEpochOptions = {}): string {
  const { color = false, width = Infinity } = options
  const plain = picocolors.createColors(false)
  const form = [FULL, SHORT].find((form) => layOut(record, form, plain).length <= width) ?? SHORTEST
  return layOut(record, form, picocolors.createColors(color))
}

const FULL = { gap: '   ', equals: ' = ', open: '(', close: ')', losses: true }
const SHORT = { gap: '  ', equals: ' ', open: '', close: '', losses: true }
const SHORTEST = { ...SHORT, losses: false }
type Form = typeof FULL

function layOut(record: MetricsRecord, form: Form, { bold, dim }: Pick<Colors, 'bold' | 'dim'>): string {
  const head = record.epoch === undefined ? `Step: ${record.step}` : `Epoch: ${record.epoch}`
  const train = layOutPart('Train', record.train, form)
  const validation = layOutPart('Validation', record.validation, form)
  const test = layOutPart('Test', record.test, form)
  return [bold(head), train && dim(train), validation, test].filter((part) => part !== '').join(form.gap)
}

/** Empty if the group has neither loss nor accuracy. */
function layOutPart(name: string, group: MetricsGroup = {}, form: Form): string {
  const { equals, open, close, losses } = form
  const fields: string[] = []
  if (group.loss !== undefined && (losses || group.accuracy === undefined))
    fields.push(`loss${equals}${round(group.loss)}`)
  if (group.accuracy !== undefined) fields.push(`acc${equals}${round(100 * group.accuracy)}`)
  return fields.length === 0 ? '' : `${name}: ${open}${fields.join(', ')}${close}`
}

function round(value: number): string {
  return Math.abs(value) < 1000 ? String(Number(value.toFixed(4))) : value.toExponential(3)
}
