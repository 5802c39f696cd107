import { SaxesParser } from 'saxes'

/** An element of an SVG file. */
export interface SvgElement {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string>>
  /** The text directly inside the element. */
  readonly text: string
}

/**
 * Parses the elements of a file, in the order of their closing tags.
 *
 * @throws {Error} If the file is not well-formed XML
 */
export function parseSvg(svg: string): SvgElement[] {
  const elements: SvgElement[] = []
  const open: { tag: string; attributes: Record<string, string>; text: string }[] = []
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => open.push({ tag: name, attributes, text: '' }))
  parser.on('text', (text) => {
    const last = open.at(-1)
    if (last) last.text += text
  })
  parser.on('closetag', () => {
    const element = open.pop()
    if (element) elements.push(element)
  })
  parser.write(svg).close()
  return elements
}
