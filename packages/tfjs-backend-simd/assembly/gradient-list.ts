/*
 * Lists of the gradients of conv2dMaxPool. At most one of the four positions that are pooled has a gradient, and none where a relu
 * after the pooling gave zero: on average an eighth of the positions of a convolution have one. So the non-zero gradients of one
 * channel of one image are listed first, each with the byte offset of its window in the image, and products are computed for the
 * entries of the list alone.
 */

/** Bytes of an entry of the list: its offset, then its gradient. */
export const LIST_ENTRY_BYTES: i32 = 8

/**
 * Lists the gradients from `dy` to `dyEnd`, of one channel of one image.
 *
 * @param spread The bytes that the number of a place adds to an offset
 * @returns The end of the list
 */
// @inline
export function listEntries(
  dy: usize,
  dyEnd: usize,
  places: usize,
  list: usize,
  spread: usize,
  pixel: usize,
): usize {
  while (dy < dyEnd) {
    const gradient = load<u32>(dy) // its bits: comparing floats takes a branch for NaN
    const place = load<u32>(places)
    store<u32>(list, (place >> 2) + (place & 3) * spread)
    store<u32>(list, gradient, 4)
    list += <u32>(gradient << 1 != 0) * LIST_ENTRY_BYTES
    dy += pixel
    places += pixel
  }
  return list
}
