/** The byte offset of a tensor's values, or of a table, in the memory. Sizes and strides in bytes are `usize`. */
export type Address = usize

/** Bytes at the start of the memory that the module does not initialize: the words of scheduler.ts, and zeros. */
export const RESERVED_BYTES: i32 = 1024

/** The address from which memory is allocated. The module's static data lies between the reserved bytes and this address. */
export const POOL_START: i32 = 65536

/** The pages of 64 KiB that the memory has at first, and at most. */
export const INITIAL_PAGES: i32 = 16
export const MAXIMUM_PAGES: i32 = 65536

/** The address of 64 zero bytes among the reserved bytes. */
export const ZEROS: usize = 512
