import { readdir, readFile } from 'node:fs/promises'
import ts from 'typescript'

/**
 * Generates the bindings between TypeScript and WebAssembly from assembly/, for both sides.
 *
 * An operation is an exported function whose last two parameters are `from` and `to`. Its number is its place in the order of
 * the files' names and of the functions in a file.
 *
 * @returns The generated modules. AssemblyScript: `exports` exports the operations, `dispatch` calls an operation by its number
 *   with arguments from memory. TypeScript: `operations` has a typed function that appends a command for each operation, and
 *   every constant and enum that assembly/ exports. `constants` has the values of the constants
 */
export async function generateBindings() {
  const files = (await readdir('assembly')).filter((name) => name.endsWith('.ts') && name !== 'index.ts')
  const sources = await Promise.all(files.sort().map(parse))
  const operations = sources.flatMap(operationsOf)
  const enums = sources.flatMap(enumsOf)
  const constants = sources.flatMap(constantsOf)
  requireDifferent([...operations, ...enums, ...constants])
  for (const operation of operations) requireTypes(operation, enums)
  return {
    exports: operations.map(({ name, file }) => `export { ${name} } from '../${file}'\n`).join(''),
    dispatch: dispatchModule(operations),
    operations: operationsModule(operations, enums, constants),
    constants: Object.fromEntries(constants.map(({ name, value }) => [name, value])),
  }
}

async function parse(name) {
  const source = ts.createSourceFile(
    name,
    await readFile(`assembly/${name}`, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  )
  return { file: name.slice(0, -'.ts'.length), source, exported: source.statements.filter(isExported) }
}

function isExported(statement) {
  return statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
}

function operationsOf({ file, exported }) {
  return exported
    .filter(ts.isFunctionDeclaration)
    .filter(({ parameters }) => {
      return parameters.at(-2)?.name.getText() === 'from' && parameters.at(-1)?.name.getText() === 'to'
    })
    .map((operation) => ({
      file,
      name: operation.name.text,
      doc: docOf(operation),
      parameters: operation.parameters.slice(0, -2).map((parameter) => ({
        name: parameter.name.getText(),
        type: parameter.type.getText(),
        doc: ts.getTextOfJSDocComment(ts.getJSDocParameterTags(parameter)[0]?.comment) ?? '',
      })),
    }))
}

function enumsOf({ exported }) {
  return exported.filter(ts.isEnumDeclaration).map((declaration) => ({
    name: declaration.name.text,
    doc: docOf(declaration),
    members: declaration.members.map(({ name }) => name.text),
  }))
}

function constantsOf({ exported }) {
  return exported
    .filter((statement) => ts.isVariableStatement(statement))
    .map((statement) => {
      const [{ name, initializer }] = statement.declarationList.declarations
      return { name: name.text, doc: docOf(statement), value: Number(initializer.getText()) }
    })
    .filter(({ value }) => !Number.isNaN(value))
}

/** Returns the text of a docstring without its tags. */
function docOf(node) {
  return ts.getTextOfJSDocComment(node.jsDoc?.at(-1)?.comment) ?? ''
}

function requireDifferent(exported) {
  const names = exported.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice) throw new Error(`assembly/ exports \`${twice}\` twice: the names of its exports must differ.`)
}

function requireTypes({ name, parameters }, enums) {
  const types = ['Address', 'usize', 'i32', 'f32', 'bool', ...enums.map(({ name }) => name)]
  const other = parameters.find(({ type }) => !types.includes(type))
  if (!other) return
  throw new Error(
    `The parameter \`${other.name}\` of the operation \`${name}\` must have one of the types ${types.join(', ')}, got ${other.type}.`,
  )
}

function dispatchModule(operations) {
  const imports = operations.map(({ name, file }) => `import { ${name} } from '../${file}'`)
  const cases = operations.map(({ name, parameters }, code) => {
    const loads = parameters.map(({ type }, index) => `${loadOf(type)}(p, ${4 * index})`)
    return `    case ${code}: return ${name}(${[...loads, 'from', 'to'].join(', ')})`
  })
  return [
    ...imports,
    'export function dispatch(operation: i32, p: usize, from: i32, to: i32): void {',
    '  switch (operation) {',
    ...cases,
    '  }',
    '}\n',
  ].join('\n')
}

/** Returns the AssemblyScript function that reads an argument of a type. */
function loadOf(type) {
  if (type === 'Address') return 'load<usize>'
  if (type === 'bool') return '<bool>load<i32>'
  return type === 'usize' || type === 'f32' ? `load<${type}>` : 'load<i32>'
}

/** The types of the arguments of the generated functions. */
const COMMAND_WRITER = `/** The units and the work of a command, from which the queue computes the number of slices. */
export interface Share {
  /** The number of units of the operation, each of which can be a slice. */
  readonly units: number
  /** The work, in floats: roughly the multiplications of a product, or the elements of a vector. */
  readonly work: number
}
/** Writes commands: each is a header, followed by a word for each argument. */
export interface CommandWriter {
  /** The words of all commands. */
  readonly integers: Int32Array
  /** The same words as floats. */
  readonly floats: Float32Array
  /** Writes the header of a command with that number of arguments, and returns the index of the first argument's word. */
  start(code: number, argumentCount: number, share: Share): number
}`

function operationsModule(operations, enums, constants) {
  const isEnum = (type) => enums.some(({ name }) => name === type)
  return [
    COMMAND_WRITER,
    ...constants.flatMap(({ name, doc, value }) => [...comment(doc), `export const ${name} = ${value}`]),
    ...enums.flatMap(enumModule),
    '/** How an argument is stored in its word. */',
    "export type ParameterKind = 'address' | 'integer' | 'float'",
    '/** Each operation, at the index that is its number, with the kinds of its arguments. */',
    'export const operations: readonly { readonly name: keyof Append; readonly parameters: readonly ParameterKind[] }[] = [',
    ...operations.map(({ name, parameters }) => {
      return `  { name: '${name}', parameters: [${parameters.map(({ type }) => `'${kindOf(type)}'`).join(', ')}] },`
    }),
    ']',
    '/** Appends a command for an operation of assembly/, which takes its parameters by name, and `units` in place of `from` and `to`. */',
    'export interface Append {',
    ...operations.flatMap(({ name, doc, parameters }) => [
      ...comment(doc, '  '),
      `  ${name}(args: Share & {`,
      ...parameters.filter(isOwn).flatMap(({ name, type, doc }) => {
        return [...comment(doc, '    '), `    readonly ${name}: ${typeOf(type, isEnum)}`]
      }),
      '  }): void',
    ]),
    '}',
    '/** The arguments of an operation. */',
    'export type Arguments<Name extends keyof Append> = Parameters<Append[Name]>[0]',
    '/** Creates the functions that append commands. */',
    'export function createAppend({ integers, floats, start }: CommandWriter): Append {',
    '  return {',
    ...operations.flatMap(({ name, parameters }, code) => [
      `    ${name}(args) {`,
      `      const at = start(${code}, ${parameters.length}, args)`,
      ...parameters.map(({ name, type }, i) => `      ${writeOf(name, type, i)}`),
      '    },',
    ]),
    '  }',
    '}\n',
  ].join('\n')
}

function enumModule({ name, doc, members }) {
  return [
    ...comment(doc),
    `export const ${name} = {`,
    ...members.map((member, value) => `  ${member}: ${value},`),
    '} as const',
    `export type ${name} = (typeof ${name})[keyof typeof ${name}]`,
  ]
}

function comment(text, indent = '') {
  if (text === '') return []
  if (!text.includes('\n')) return [`${indent}/** ${text} */`]
  return [`${indent}/**`, ...text.split('\n').map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`]
}

/** Whether a parameter is an argument of its own. `units` is not: every call passes the units of the command. */
function isOwn({ name }) {
  return name !== 'units'
}

function typeOf(type, isEnum) {
  if (isEnum(type)) return type
  return type === 'bool' ? 'boolean' : 'number'
}

function writeOf(name, type, index) {
  const value = type === 'bool' ? `args.${name} ? 1 : 0` : `args.${name}`
  return `${type === 'f32' ? 'floats' : 'integers'}[at + ${index}] = ${value}`
}

function kindOf(type) {
  if (type === 'Address') return 'address'
  return type === 'f32' ? 'float' : 'integer'
}
