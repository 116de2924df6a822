// The programs of the system that the engines need, on Debian.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StackError } from './stack-error.mjs';

const PACKAGES = {
  java: 'openjdk-17-jre-headless',
  mvn: 'maven',
  'redis-server': 'redis-server',
  openssl: 'openssl',
  // Validates the compose files; nothing is run with it.
  'docker-compose': 'docker-compose',
};
/** Asked by Debian before a package starts its service; ours run on their own. */
const POLICY = '/usr/sbin/policy-rc.d';

/** Installs what is missing if this process may; otherwise throws a sentence that says what to install. */
export function ensurePackages() {
  const missing = Object.entries(PACKAGES).flatMap(([program, name]) => (isThere(program) ? [] : [name]));
  if (missing.length === 0) return;
  const command = `apt-get install ${missing.join(' ')}`;
  if (process.getuid?.() !== 0 || !isThere('apt-get')) throw new StackError(`The engines need more than is here. On Debian: ${command}`);
  console.error(`Installing ${missing.join(', ')} …`);
  const hadPolicy = existsSync(POLICY);
  if (!hadPolicy) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    apt(['update', '-qq']);
    apt(['install', '-y', '-qq', '--no-install-recommends', ...missing]);
  } finally {
    if (!hadPolicy) rmSync(POLICY, { force: true });
  }
}

function isThere(program) {
  return process.env.PATH.split(path.delimiter).some((folder) => existsSync(path.join(folder, program)));
}

function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stderr } = spawnSync('apt-get', args, { env, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new StackError(`apt-get ${args.join(' ')} failed:\n${stderr}`);
}
