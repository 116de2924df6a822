import { Standalone } from '../support/standalone.js';

describe('Ctrl-C', () => {
  it('ends the server and its Postgres, though every parent passes it on', async () => {
    const server = await Standalone.start();
    const postgres = await server.postgresPid();
    expect(await server.interrupt()).toBe(0);
    expect(() => process.kill(postgres, 0)).toThrow('ESRCH');
    await server.dispose();
  });
});
