/** The structure that ARCHITECTURE.md describes, as rules about imports. Types count as imports. */
export default {
  forbidden: [
    {
      name: 'no-cycle-of-files',
      comment: 'Two files that need each other are one file, or a third holds what both need.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-cycle-of-folders',
      comment: 'Folders are layers: a folder imports from the layers below it.',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
    {
      name: 'node-stays-in-node',
      comment: 'Packages run in browsers too: what needs Node is in src/node/, behind the entry point node.ts.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: '^packages/(durable-files/src/|[^/]+/src/node[./])' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'browsers-do-not-import-node',
      comment: 'Nothing outside src/node/ imports from it.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: '^packages/[^/]+/src/node[./]' },
      to: { path: '^packages/[^/]+/src/node[./]' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['\\.test\\.ts$', '/dist/', '/node_modules/', '/generated/'] },
  },
}
