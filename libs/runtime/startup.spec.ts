import { setTimeout as sleep } from 'node:timers/promises';
import { Startup } from './startup.js';

const HERE = { grpc: '127.0.0.1:1', http: '' };

describe('the phases of a start', () => {
  it('come one after the other, whatever was added first, and each is told where the process listens', async () => {
    const startup = new Startup();
    const seen: unknown[] = [];
    startup.add('work', () => Promise.resolve(void seen.push('work')));
    startup.add('watch', () => Promise.resolve(void seen.push('watch')));
    startup.add('announce', async (endpoints) => {
      await sleep(20);
      seen.push(endpoints);
    });
    await startup.run(HERE);
    expect(seen).toEqual([HERE, 'watch', 'work']);
  });

  it('end with the first that fails', async () => {
    const startup = new Startup();
    const seen: string[] = [];
    startup.add('announce', () => Promise.reject(new Error('no registry')));
    startup.add('work', () => Promise.resolve(void seen.push('work')));
    await expect(startup.run(HERE)).rejects.toThrow('no registry');
    expect(seen).toEqual([]);
  });
});
