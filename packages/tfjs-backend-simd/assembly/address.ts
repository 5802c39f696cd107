/** The byte offset of a tensor's values, or of a table, in the memory. Sizes and strides in bytes are `usize`. */
export type Address = usize

/** Bytes at the start of the memory that the module does not initialize: first the words of scheduler.ts, then zeros. */
export const RESERVED_BYTES: i32 = 1024

/** The address from which memory is allocated. The module's static data lies between the reserved bytes and this address. */
export const POOL_START: i32 = 65536

/** The pages of 64 KiB that the memory has at first: 1 MiB. */
export const INITIAL_PAGES: i32 = 16

/** The pages of 64 KiB that the memory has at most: 4 GiB, the largest memory of WebAssembly with 32-bit addresses. */
export const MAXIMUM_PAGES: i32 = 65536

/** The address of zeros among the reserved bytes: a bias of 16 channels where there is none, or the offset 0 of a single run. */
export const ZEROS: usize = 512
