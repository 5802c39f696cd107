/** The error thrown when bytes are not valid IDX data: damaged, truncated, or in another format. */
export class IdxFormatError extends Error {
  override readonly name = 'IdxFormatError'
}
