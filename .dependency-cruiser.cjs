/** The arrows between folders: apps → libs → contracts; no circles. */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
    {
      name: 'no-app-imports-an-app',
      severity: 'error',
      comment: 'Only standalone composes the others.',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/standalone/' },
      to: { path: '^apps/([^/]+)/', pathNot: '^apps/$1/' },
    },
    { name: 'libs-know-no-apps', severity: 'error', from: { path: '^libs/' }, to: { path: '^apps/' } },
    {
      name: 'adapters-are-chosen-in-modules',
      severity: 'error',
      comment: 'Only *.module.ts and main.ts know which adapter runs.',
      from: { path: '^apps/', pathNot: '\\.(module|spec)\\.ts$|/main\\.ts$|/testing\\.ts$' },
      to: { path: '\\.(postgres|memory|kafka|cassandra|redis|zookeeper)\\.ts$' },
    },
    {
      name: 'the-sdk-is-a-package-of-its-own',
      severity: 'error',
      from: { path: '^libs/client/src/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: '^libs/client/src/' },
    },
    {
      name: 'libs-are-used-through-their-index',
      severity: 'error',
      from: { path: '^(apps|libs)/([^/]+)/', pathNot: '\\.spec\\.ts$|testing\\.ts$' },
      to: { path: '^libs/([^/]+)/', pathNot: '^libs/($2)/|/index\\.ts$|^libs/contracts/gen/|^libs/client/src/protocol\\.ts$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/|libs/contracts/gen/|^apps/web/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { conditionNames: ['source', 'import', 'node', 'default'], extensions: ['.ts', '.js'] },
  },
};
