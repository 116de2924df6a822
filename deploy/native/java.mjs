// Java, and the jars of a part: fetched by Maven once, for as long as the pom stays the same.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { cacheDir, HERE } from './settings.mjs';
import { StackError } from './stack-error.mjs';

const exec = promisify(execFile);
const OLDEST_JAVA = 17;

/** Throws a sentence unless a Java is there that the engines run on. */
export async function requireJava() {
  const version = await exec('java', ['-version']).then(
    ({ stderr }) => Number(/version "(\d+)/.exec(stderr)?.[1]),
    () => undefined,
  );
  if (version === undefined)
    throw new StackError('There is no java: install Java 17, on Debian with: apt-get install openjdk-17-jre-headless');
  if (version < OLDEST_JAVA) throw new StackError(`The engines need Java ${OLDEST_JAVA}, and java here is ${version}.`);
}

/** The class path of the part; its jars are fetched if they are not in the cache. */
export async function classPath(part) {
  const pom = path.join(HERE, part, 'pom.xml');
  const hash = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12);
  const folder = path.join(cacheDir(), `${part}-${hash}`);
  if (!existsSync(folder)) await fetchJars({ part, pom, folder });
  return path.join(folder, '*');
}

async function fetchJars({ part, pom, folder }) {
  console.error(`Fetching the jars of ${part}; the first time this takes about a minute …`);
  const partial = `${folder}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  try {
    await exec('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${partial}`], { maxBuffer: 2 ** 26 });
    // Whole, or not there at all: a second start may be doing the same.
    if (!existsSync(folder)) renameSync(partial, folder);
  } catch (error) {
    if (error.code === 'ENOENT') throw new StackError('There is no mvn: install Maven, on Debian with: apt-get install maven');
    throw new StackError(`Maven could not fetch the jars of ${part}:\n${error.stdout || error.message}`);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}
