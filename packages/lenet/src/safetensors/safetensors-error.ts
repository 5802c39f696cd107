/** Bytes are not the safetensors file they were expected to be. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError'
}
