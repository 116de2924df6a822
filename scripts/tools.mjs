// What the root commands share. Runs on any Node from 20 on, before anything is installed.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');

/** The Node that the project brings with it, so that everybody runs the same one. */
export function nodeBinary() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const own = path.join(root, 'node_modules/node/bin', name);
  return existsSync(own) ? own : process.execPath;
}

/** Runs a program to its end; its output is shown. Answers the exit code. Signals to stop are passed on. */
export function run(command, args, options = {}) {
  const env = { ...process.env, PATH: `${path.join(root, 'node_modules/.bin')}${path.delimiter}${process.env.PATH}`, ...options.env };
  const child = spawn(command, args, {
    cwd: options.cwd ?? root,
    env,
    stdio: options.stdio ?? 'inherit',
    shell: process.platform === 'win32' && options.shell === true,
  });
  const forward = (signal) => child.kill(signal);
  const handlers = ['SIGINT', 'SIGTERM'].map((signal) => [signal, () => forward(signal)]);
  for (const [signal, handler] of handlers) process.on(signal, handler);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const [name, handler] of handlers) process.off(name, handler);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}

/** Like `run`, but a failure ends this process with the same code. */
export async function mustRun(command, args, options) {
  const code = await run(command, args, options);
  if (code !== 0) process.exit(code);
}

function newest(folder, accept) {
  let time = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (['node_modules', 'dist', 'data', '.git', 'coverage'].includes(entry.name)) continue;
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) time = Math.max(time, newest(file, accept));
    else if (accept(file)) time = Math.max(time, statSync(file).mtimeMs);
  }
  return time;
}

const timeOf = (file) => (existsSync(path.join(root, file)) ? statSync(path.join(root, file)).mtimeMs : 0);

/** Installs what package-lock.json asks for, if that has not been done since it changed. */
export async function ensureInstalled() {
  if (timeOf('node_modules/.package-lock.json') >= timeOf('package-lock.json')) return;
  console.error('Installing packages; the first time this takes about a minute …');
  await mustRun('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { shell: true, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Builds what is older than its sources. */
export async function ensureBuilt() {
  const code = (file) => /\.(ts|tsx|css|html|json|svg)$/.test(file) && !/\.spec\.tsx?$/.test(file);
  const sources = Math.max(
    newest(path.join(root, 'apps'), code),
    newest(path.join(root, 'libs'), code),
    timeOf('tsconfig.json'),
    timeOf('package.json'),
  );
  if (timeOf('dist/.built') >= sources) return;
  console.error('Building …');
  await mustRun(nodeBinary(), ['scripts/build.mjs']);
}
