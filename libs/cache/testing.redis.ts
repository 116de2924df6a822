import { spawn, type ChildProcess } from 'node:child_process';
import net from 'node:net';

/** A server of a spec's own, on loopback; whoever starts it kills it. */
export function startServer(settings: Record<string, string | number>): Promise<ChildProcess> {
  const all: Record<string, string | number> = { bind: '127.0.0.1', save: '', ...settings };
  const flags = Object.entries(all).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const server = spawn('redis-server', flags, { stdio: 'ignore' });
  return new Promise((resolve, reject) => server.once('spawn', () => resolve(server)).once('error', reject));
}

export async function stopServer(server: ChildProcess): Promise<void> {
  server.kill();
  await new Promise((resolve) => server.once('exit', resolve));
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
