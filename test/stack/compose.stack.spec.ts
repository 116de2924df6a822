import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { Config } from '#runtime';

const ENGINES = 'docker-compose.stack.yaml';
const SUITE = 'docker-compose.yaml';
const ENGINE_NAMES = ['cassandra', 'kafka', 'postgres', 'redis', 'zookeeper'];
const SERVICE_KEY = 'a key of more than thirty-two letters';

const compose = (files: string[], args: string[], env: Record<string, string> = { SERVICE_KEY }) => {
  const { PATH = '' } = process.env;
  const named = files.flatMap((file) => ['-f', file]);
  const { status, stdout, stderr } = spawnSync('docker-compose', [...named, ...args], { env: { PATH, ...env }, encoding: 'utf8' });
  return { status, stdout, stderr };
};

/** Of the configuration as docker-compose understands it, what stands below the service. */
function sectionOf(text: string, service: string): string {
  const lines = text.split('\n');
  const from = lines.indexOf(`  ${service}:`) + 1;
  const length = lines.slice(from).findIndex((line) => !line.startsWith('   '));
  return lines.slice(from, from + length).join('\n');
}

function environmentOf(section: string): Record<string, string> {
  const pairs = [...section.matchAll(/^ {6}([A-Z_]+): (.*)$/gm)].map(([, name = '', value = '']) => [
    name,
    value.replace(/^'(.*)'$/, '$1'),
  ]);
  return Object.fromEntries(pairs) as Record<string, string>;
}

describe('the compose files', () => {
  const apps = readdirSync('apps').filter((app) => app !== 'standalone' && existsSync(`apps/${app}/main.ts`));
  const { stdout: text } = compose([ENGINES, SUITE], ['config']);

  it('are valid, the engines alone and with the suite', () => {
    expect(compose([ENGINES], ['config', '-q'])).toMatchObject({ status: 0, stderr: '' });
    expect(compose([ENGINES, SUITE], ['config', '-q'])).toMatchObject({ status: 0, stderr: '' });
  });

  it('ask for the key that the services share', () => {
    const { status, stderr } = compose([ENGINES, SUITE], ['config', '-q'], {});
    expect(status).not.toBe(0);
    expect(stderr).toContain('SERVICE_KEY');
  });

  it('run every service and every engine', () => {
    expect(compose([ENGINES, SUITE], ['config', '--services']).stdout.trim().split('\n').sort()).toEqual([...apps, ...ENGINE_NAMES].sort());
    for (const app of apps) expect(sectionOf(text, app)).toContain(`- dist/apps/${app}/main.js`);
  });

  it('give every service what it has to know, and engines that are there', () => {
    for (const app of apps) {
      const config = new Config(environmentOf(sectionOf(text, app)));
      expect(config).toMatchObject({ mode: 'distributed', serviceKey: SERVICE_KEY, eventLog: 'kafka', history: 'cassandra' });
      const { kafka, cassandra, zookeeper, redis, postgresUrl } = config;
      const urls = [redis.url, postgresUrl ?? ''].map((url) => new URL(url).hostname);
      const hosts = [...kafka.brokers, ...cassandra.contactPoints, zookeeper.servers].map((address) => address.split(':')[0]);
      expect([...urls, ...hosts].sort()).toEqual([...ENGINE_NAMES].sort());
    }
  });

  it('show nothing but gateways to the outside', () => {
    const shown = apps.filter((app) => sectionOf(text, app).includes('ports:'));
    expect(shown).toEqual(['gateway']);
    for (const engine of ENGINE_NAMES) expect(sectionOf(text, engine)).toMatch(/ports:\n( +- 127\.0\.0\.1:[\d:/tcp]+\n?)+/);
  });

  it('run more than one of what carries the load', () => {
    const many = apps.filter((app) => sectionOf(text, app).includes('replicas: 2'));
    expect(many.sort()).toEqual(['chat', 'gateway', 'group-message', 'message']);
  });
});
