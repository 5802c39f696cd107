import picocolors from 'picocolors'
import type { Colors } from 'picocolors/types'
import type { MetricsGroup, MetricsRecord } from '../record/metrics-record.ts'

/** The options of {@link formatEpoch}. */
export interface FormatEpochOptions {
  /** Whether to add ANSI colors. Bundles for browsers have none. Default false. */
  color?: boolean
  /** The width of the terminal in columns. A line that does not fit gets a shorter form. Default: no limit. */
  width?: number
}

/**
 * Formats a record as a line for people. Losses and accuracies in percent are rounded to 4 digits after the point, without
 * trailing zeros. Absent metrics are left out, and a record without `epoch` starts with its step. Losses of 1000 or more are in
 * exponential form, so the short form of two sets fits in 80 columns. The shortest form, for three sets, leaves out losses where
 * there is an accuracy.
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

/** Formats one group; empty if it has neither loss nor accuracy. */
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
