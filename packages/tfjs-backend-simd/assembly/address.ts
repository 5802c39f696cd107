/** The byte offset of a tensor's values, or of a table, in the memory. Sizes and strides in bytes are `usize`. */
export type Address = usize

/** The address of 64 zero bytes, in the first kilobyte (see scheduler.ts). */
export const ZEROS: usize = 512
