/** Throws unless `values` contains at least one number and only finite numbers. */
export function checkFinite(name: string, values: readonly number[]): void {
  if (values.length === 0) throw new RangeError(`\`${name}\` must hold at least one number, got none.`)
  const wrong = values.findIndex((value) => !Number.isFinite(value))
  if (wrong >= 0) {
    throw new RangeError(
      `\`${name}[${wrong}]\` must be a finite number, got ${values[wrong]}. ` +
        'Leave failed runs out, together with their seeds in the other samples.',
    )
  }
}

/** Throws unless `value` lies strictly between 0 and 1. */
export function checkOpenUnitInterval(name: string, value: number): void {
  if (!(value > 0 && value < 1)) throw new RangeError(`\`${name}\` must be in (0, 1), got ${value}.`)
}
