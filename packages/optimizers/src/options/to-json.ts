/**
 * Turns options into plain JSON. Rules and schedules have a `toJSON` method for it.
 *
 * @throws {TypeError} If an option is a function without `toJSON`, which cannot be saved
 */
export function toJson(options: object): unknown {
  const text = JSON.stringify(options, (option, value: unknown) => {
    if (typeof value !== 'function') return value
    throw new TypeError(
      `\`${option}\` is a function without toJSON(), which cannot be saved. Use a number, a string or a schedule of this ` +
        'package, or give the function a toJSON().',
    )
  })
  return JSON.parse(text)
}
