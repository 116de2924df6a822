import unit from './jest.config.mjs';

/** Specs on real engines, which `npm run test:stack` starts; one after the other, because some of them kill an engine that the others use. */
export default {
  ...unit,
  testMatch: ['<rootDir>/{apps,libs}/**/*.stack.spec.ts', '<rootDir>/test/stack/{native,compose}.stack.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  maxWorkers: 1,
  // Some start Cassandra again, which takes a minute on a busy machine.
  testTimeout: 300_000,
};
