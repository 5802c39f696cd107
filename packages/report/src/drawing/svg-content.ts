import { SaxesParser } from 'saxes'

/**
 * Returns the content of the root element of an SVG file by ECharts, in a form that depends only on the chart.
 *
 * ECharts numbers everything that a process draws, and writes the numbers into ids and classes. In the result, ids are `<id>-0`,
 * `<id>-1` and so on in the order in which they appear, and references are renamed in the same way. Everything that only serves
 * hovering is left out: style sheets, classes, `pointer-events` and ECharts' own attributes. Fonts are left out too, since the
 * SVG element sets one font for all its texts. All other elements, attributes and texts stay.
 *
 * @param svg Well-formed XML
 * @param id The prefix of all ids, unique in the page
 * @throws {Error} If the file is not well-formed
 */
export function svgContent(svg: string, id: string): string {
  const ids = new Map<string, string>()
  const pieces: string[] = []
  let depth = 0
  let styleDepth = Infinity
  const write = (piece: string): void => {
    if (styleDepth === Infinity) pieces.push(piece)
  }
  const parser = new SaxesParser({ position: false })
  parser.on('opentag', ({ name, attributes }) => {
    depth++
    if (name === 'style') styleDepth = Math.min(styleDepth, depth)
    const kept = Object.entries(attributes).flatMap(([key, value]) => attribute(key, value))
    if (depth > 1) write(`<${[name, ...kept].join(' ')}>`)
  })
  parser.on('text', (text) => write(escapeXml(text)))
  parser.on('closetag', ({ name }) => {
    if (depth > 1) write(`</${name}>`)
    if (depth === styleDepth) styleDepth = Infinity
    depth--
  })
  parser.write(svg).close()
  return pieces.join('').trim()

  function attribute(key: string, value: string): string[] {
    if (key === 'class' || key === 'pointer-events' || key.startsWith('ecmeta_')) return []
    const content =
      key === 'id'
        ? renamed(value)
        : key === 'style'
          ? withoutFontFamily(value)
          : value.replace(/^url\(#(.*)\)$/, (_, target: string) => `url(#${renamed(target)})`)
    return content === '' && key === 'style' ? [] : [`${key}="${escapeXml(content)}"`]
  }

  function renamed(old: string): string {
    const known = ids.get(old) ?? `${id}-${ids.size}`
    ids.set(old, known)
    return known
  }
}

function withoutFontFamily(style: string): string {
  return style
    .split(';')
    .filter((declaration) => !/^\s*font-family\s*:/.test(declaration))
    .join(';')
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character])
}
