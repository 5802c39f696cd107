import type { LayerSummary } from './plan-layers.ts'
import type { LeNet5Config } from './resolve-options.ts'

/** Formats the table of `LeNet5.summary()`: a line for each layer and for the total, 80 columns wide. */
export function formatSummary(layers: readonly LayerSummary[], config: LeNet5Config): string {
  const total = layers.reduce((sum, layer) => sum + layer.parameters, 0)
  const rule = '─'.repeat(80)
  return [
    `LeNet-5 for ${config.inputShape.join('×')} images of ${config.classes} classes`,
    rule,
    row('layer', 'operation', 'output', 'parameters'),
    rule,
    ...layers.map(({ name, operation, outputShape, parameters }) =>
      row(name, operation, outputShape.join('×'), count(parameters)),
    ),
    rule,
    row('total', '', '', count(total)),
  ].join('\n')
}

function row(name: string, operation: string, output: string, parameters: string): string {
  return name.padEnd(10) + operation.padEnd(32) + output.padEnd(20) + parameters.padStart(18)
}

function count(value: number): string {
  return value.toLocaleString('en-US')
}
