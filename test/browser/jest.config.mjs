import base from '../../jest.config.mjs';

export default {
  ...base,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/browser/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  // Each file has a server and a browser of its own: as many at once as there are cores would measure the machine.
  maxWorkers: 1,
};
