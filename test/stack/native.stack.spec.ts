import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** On the quickest of the engines, in a folder and on a port of its own. */
describe('deploy/native', () => {
  let folder: string;
  let port: number;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'parley-native-'));
    port = await freePort();
  });
  afterEach(async () => {
    stack('stop', 'redis');
    await rm(folder, { recursive: true, force: true });
  });

  function stack(...args: string[]) {
    const env = { ...process.env, STACK_DIR: folder, STACK_REDIS_PORT: String(port) };
    const { status, stdout, stderr } = spawnSync(process.execPath, ['deploy/native/stack.mjs', ...args], { env, encoding: 'utf8' });
    return { status, stdout, stderr };
  }

  const pidFile = () => path.join(folder, 'redis.pid');
  const pidOf = async () => (JSON.parse(await readFile(pidFile(), 'utf8')) as { pid: number }).pid;

  it('starts, says where it is, shows and stops', () => {
    expect(stack('status', 'redis').stdout).toMatch(/^redis +stopped/);
    const started = stack('start', 'redis');
    expect(started).toMatchObject({ status: 0, stdout: expect.stringContaining(`export REDIS_URL=redis://127.0.0.1:${String(port)}\n`) });
    expect(stack('status', 'redis').stdout).toMatch(/^redis +running/);
    expect(stack('stop', 'redis')).toMatchObject({ status: 0, stdout: 'redis has been stopped\n' });
    expect(stack('stop', 'redis')).toMatchObject({ status: 0, stdout: 'redis was not running\n' });
  });

  it('starts nothing twice', async () => {
    stack('start', 'redis');
    const pid = await pidOf();
    expect(stack('start', 'redis')).toMatchObject({ status: 0, stdout: expect.stringContaining('redis runs already') });
    expect(await pidOf()).toBe(pid);
  });

  it('starts again after a crash', async () => {
    stack('start', 'redis');
    process.kill(await pidOf(), 'SIGKILL');
    expect(stack('status', 'redis').stdout).toMatch(/^redis +stopped/);
    expect(stack('start', 'redis')).toMatchObject({ status: 0, stdout: expect.stringContaining('redis is ready') });
  });

  it('tells a server that is stopped from one that answers, and ends it all the same', async () => {
    stack('start', 'redis');
    const pid = await pidOf();
    process.kill(pid, 'SIGSTOP');
    expect(stack('status', 'redis').stdout).toMatch(/^redis +not answering/);
    expect(stack('stop', 'redis').status).toBe(0);
    // Empty for one that has ended and that nobody has asked for its exit code.
    expect(await readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() => '')).toBe('');
  });

  it('leaves a process alone that has the pid of a server which is gone', async () => {
    const other = spawn(process.execPath, ['-e', 'setTimeout(() => undefined, 60_000)'], { stdio: 'ignore' });
    await writeFile(pidFile(), JSON.stringify({ pid: other.pid, started: 'another boot 1' }));
    expect(stack('stop', 'redis').stdout).toBe('redis was not running\n');
    expect(other.exitCode ?? other.signalCode).toBeNull();
    other.kill();
  });

  it('says in one sentence that its port is taken, that a part or a command is unknown', async () => {
    const server = net.createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    expect(stack('start', 'redis')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^Port \d+ of redis is in use .* STACK_REDIS_PORT\.\n$/),
    });
    server.close();
    expect(stack('start', 'mysql')).toMatchObject({ status: 1, stderr: expect.stringMatching(/^There is no part called "mysql"/) });
    expect(stack('begin')).toMatchObject({ status: 1, stderr: expect.stringMatching(/start\|stop\|status/) });
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
