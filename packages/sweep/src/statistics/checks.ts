/** Throws unless there are numbers and all are finite. */
export function checkFinite(name: string, values: readonly number[]): void {
  if (values.length === 0) throw new RangeError(`\`${name}\` must hold at least one number, got none.`)
  const wrong = values.findIndex((value) => !Number.isFinite(value))
  if (wrong >= 0) {
    throw new RangeError(
      `\`${name}[${wrong}]\` must be a finite number, got ${values[wrong]}. ` +
        'Leave failed repeats out, of both arms of a comparison.',
    )
  }
}

/** Throws unless `value` is above 0 and below 1. */
export function checkShare(name: string, value: number): void {
  if (!(value > 0 && value < 1))
    throw new RangeError(`\`${name}\` must be above 0 and below 1, got ${value}.`)
}
