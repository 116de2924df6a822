import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { registerAccounts, seedAccounts } from './accounts.mjs';
import { generate } from './generator.mjs';

const START_MS = 60_000;

/** A server under load: the standalone process or the floor, each a process of its own. */
export class Target {
  constructor({ child, baseUrl, accounts, inspectPort, folder }) {
    Object.assign(this, { child, baseUrl, accounts, inspectPort, folder });
  }

  static start(name, options) {
    return name === 'floor' ? Target.startFloor(options) : Target.startStandalone(options);
  }

  static async startStandalone({ inspect, accounts, seeded, profile }) {
    const folder = await mkdtemp(path.join(tmpdir(), 'parley-bench-'));
    // As root, Postgres runs as another user, who has to reach it.
    await chmod(folder, 0o755);
    const [port, inspectPort] = [await freePort(), inspect ? await freePort() : undefined];
    const env = { ...process.env, PORT: String(port), DATA_DIR: folder, RATE_LIMIT_SCALE: '0', LOG_LEVEL: 'error' };
    const child = spawn(process.execPath, [...inspectFlags(inspectPort), ...profileFlags(profile), 'dist/apps/standalone/main.js'], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const baseUrl = `http://127.0.0.1:${port}`;
    await untilReady(child, baseUrl);
    const signedIn = seeded ? seedAccounts(baseUrl, await embeddedUrl(folder), accounts) : registerAccounts(baseUrl, accounts);
    return new Target({ child, baseUrl, inspectPort, folder, accounts: await signedIn });
  }

  static async startFloor({ inspect, accounts }) {
    const inspectPort = inspect ? await freePort() : undefined;
    const child = spawn(process.execPath, [...inspectFlags(inspectPort), 'test/bench/floor.mjs'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await Promise.race([once(child.stdout, 'data'), ended(child)]);
    const url = (id) => `ws://127.0.0.1:${String(line).trim()}/?user=${id}`;
    const ids = Array.from({ length: accounts }, (_, index) => `bench-user-number-${String(index).padStart(4, '0')}`);
    return new Target({ child, inspectPort, accounts: ids.map((id) => ({ id, url: url(id) })) });
  }

  load(scenario) {
    const { baseUrl, accounts, inspectPort, child } = this;
    return generate({
      ...scenario,
      baseUrl,
      accounts,
      inspectPort,
      pid: child.pid,
      servers: [child.pid],
      processes: { server: child.pid },
    });
  }

  async stop() {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill('SIGTERM');
      await once(this.child, 'exit');
    }
    if (this.folder !== undefined) await rm(this.folder, { recursive: true, force: true });
  }
}

async function embeddedUrl(folder) {
  const lines = (await readFile(path.join(folder, 'postgres/postmaster.pid'), 'utf8')).split('\n');
  return `postgres://parley:parley@127.0.0.1:${lines[3]}/parley`;
}

function inspectFlags(port) {
  return port === undefined ? [] : [`--inspect=127.0.0.1:${port}`];
}

function profileFlags(profile) {
  return profile ? ['--cpu-prof', '--cpu-prof-interval=500'] : [];
}

async function untilReady(child, baseUrl) {
  const deadline = Date.now() + START_MS;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}.`);
    if (Date.now() > deadline) throw new Error('The server was not ready in time.');
    const response = await fetch(`${baseUrl}/health/ready`).catch(() => undefined);
    if (response?.ok) return;
    await sleep(50);
  }
}

async function ended(child) {
  const [code] = await once(child, 'exit');
  throw new Error(`The process ended with ${code}.`);
}

async function freePort() {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  return port;
}
