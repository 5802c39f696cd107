/**
 * Converts options to plain JSON, calling the `toJSON` methods of rules and schedules.
 *
 * @throws {TypeError} If an option is a function without `toJSON`, which cannot be saved
 */
export function toJson(options: object): unknown {
  const text = JSON.stringify(options, (option, value: unknown) => {
    if (typeof value !== 'function') return value
    throw new TypeError(
      `\`${option}\` is a function without toJSON(), which cannot be saved. Use a number, a string or a schedule of this ` +
        'package, or add a toJSON() to the function.',
    )
  })
  return JSON.parse(text)
}
