/** A value as it reads in a message: strings in quotes, numbers as they are. */
export function describeValue(value: unknown): string {
  return typeof value === 'string' || (typeof value === 'object' && value !== null)
    ? JSON.stringify(value)
    : String(value)
}
