import { readFile } from 'node:fs/promises'
import ts from 'typescript'

/**
 * Reads the operations out of assembly/: the functions that assembly/index.ts exports and whose last two parameters
 * are `from` and `to`.
 *
 * @returns Two modules: `dispatch`, AssemblyScript, calls an operation by its number with the arguments that it finds
 *   in memory; `operations`, TypeScript, has the numbers and the kinds of the arguments
 */
export async function generateDispatch() {
  const operations = (await Promise.all((await filesOf('assembly/index.ts')).map(operationsOf))).flat()
  return { dispatch: dispatchModule(operations), operations: operationsModule(operations) }
}

async function filesOf(index) {
  const source = await parse(index)
  return source.statements.filter(ts.isExportDeclaration).map((statement) => ({
    path: statement.moduleSpecifier.text,
    names: statement.exportClause.elements.map(({ name }) => name.text),
  }))
}

async function operationsOf({ path, names }) {
  const source = await parse(`assembly/${path}.ts`)
  return source.statements
    .filter((statement) => ts.isFunctionDeclaration(statement) && names.includes(statement.name.text))
    .map(({ name, parameters }) => ({
      path,
      name: name.text,
      parameters: parameters.map(({ name, type }) => ({ name: name.text, type: type.getText(source) })),
    }))
    .filter(({ parameters }) => parameters.at(-1)?.name === 'to' && parameters.at(-2)?.name === 'from')
    .map((operation) => ({ ...operation, parameters: operation.parameters.slice(0, -2) }))
}

async function parse(file) {
  return ts.createSourceFile(file, await readFile(file, 'utf8'), ts.ScriptTarget.Latest)
}

function dispatchModule(operations) {
  const imports = operations.map(({ name, path }) => `import { ${name} } from '.${path}'`)
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

function loadOf(type) {
  if (type === 'Address') return 'load<usize>'
  return type === 'bool' ? '<bool>load<i32>' : `load<${type}>`
}

function operationsModule(operations) {
  const kinds = operations.map(({ name, parameters }, code) => {
    const list = parameters.map(({ type }) => `'${kindOf(type)}'`)
    return `  ${name}: { code: ${code}, parameters: [${list.join(', ')}] },`
  })
  const types = operations.map(({ name, parameters }) => {
    return `  ${name}: [${parameters.map(({ name }) => `${name}: number`).join(', ')}]`
  })
  return [
    "export type ParameterKind = 'address' | 'integer' | 'float'",
    'export const operations: Record<keyof OperationArguments, { code: number; parameters: readonly ParameterKind[] }> = {',
    ...kinds,
    '}',
    'export interface OperationArguments {',
    ...types,
    '}\n',
  ].join('\n')
}

function kindOf(type) {
  if (type === 'Address') return 'address'
  return type === 'f32' ? 'float' : 'integer'
}
