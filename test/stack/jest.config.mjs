import base from '../../jest.config.mjs';

/** Specs on the suite as processes, which `npm run test:stack` starts; each leaves it as it was. */
export default {
  ...base,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/stack/**/*.stack.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/(native|compose)\\.stack\\.spec\\.ts$'],
  testTimeout: 300_000,
};
