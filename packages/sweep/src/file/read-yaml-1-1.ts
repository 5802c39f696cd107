/** A plain scalar as YAML 1.1 reads it. */
export type Yaml11Scalar =
  | { readonly type: 'null' | 'text' }
  | { readonly type: 'bool'; readonly value: boolean }
  /** Python's integers have no bounds. */
  | { readonly type: 'int'; readonly value: bigint }
  | { readonly type: 'float'; readonly value: number }
  /** A date, a time, `=` or `<<`, which sweep files cannot have as values. */
  | { readonly type: 'other' }

const booleans = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/
const floats =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/
const integers = /^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/
const others = /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d.*|=|<<)$/

/**
 * Reads a plain scalar as PyYAML, which W&B uses, does: by YAML 1.1, in which `yes` is true, `010` is 8 and `1:30` is 90.
 * Scalars that PyYAML rejects are 'other'.
 *
 * Source: PyYAML 6.0.3, lib/yaml/resolver.py and constructor.py.
 */
export function readYaml11(source: string): Yaml11Scalar {
  if (/^(?:~|null|Null|NULL|)$/.test(source)) return { type: 'null' }
  if (booleans.test(source)) return { type: 'bool', value: /^(?:yes|true|on)$/i.test(source) }
  if (floats.test(source)) return { type: 'float', value: readFloat(source.replaceAll('_', '')) }
  if (integers.test(source)) return readInteger(source.replaceAll('_', ''))
  return { type: others.test(source) ? 'other' : 'text' }
}

function readFloat(text: string): number {
  const { sign, digits } = splitSign(text.toLowerCase())
  if (digits === '.inf') return sign * Infinity
  if (digits === '.nan') return NaN
  return sign * digits.split(':').reduce((sum, part) => 60 * sum + Number(part), 0)
}

function readInteger(text: string): Yaml11Scalar {
  const { sign, digits } = splitSign(text)
  const octal = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits
  // Only underscores follow the prefix.
  if (/^0[bx]$/.test(octal)) return { type: 'other' }
  const value = octal.split(':').reduce((sum, part) => 60n * sum + BigInt(part), 0n)
  return { type: 'int', value: BigInt(sign) * value }
}

function splitSign(text: string): { readonly sign: 1 | -1; readonly digits: string } {
  return { sign: text.startsWith('-') ? -1 : 1, digits: text.replace(/^[-+]/, '') }
}
