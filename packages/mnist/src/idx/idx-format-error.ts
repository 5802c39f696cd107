/** The bytes are not the IDX data they were expected to be: damaged, cut short, or another format. */
export class IdxFormatError extends Error {
  override readonly name = 'IdxFormatError'
}
