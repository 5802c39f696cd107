import truncatedWidth from 'fast-string-truncated-width'

/** Returns the width of a text in terminal columns: 2 for a Chinese character or an emoji, 0 for a combining accent. */
export function cellWidth(text: string): number {
  return truncatedWidth(text).width
}

/** Returns the longest prefix of a text that fits in a number of terminal columns. */
export function cutToCells(text: string, columns: number): string {
  return text.slice(0, truncatedWidth(text, { limit: columns, ellipsis: '' }).index)
}
