import { Ajv2020 } from 'ajv/dist/2020.js';
import { Test } from '@nestjs/testing';
import { SERVICES } from '#contracts';
import { Config, RuntimeModule, type RunningService } from '#runtime';
import { GatewayModule } from './gateway.module.js';
import { openApi } from './openapi.js';
import { RouteTable, routesOf } from './routes.js';
import { builtWebClient, startGateway } from './testing.js';
import { WebClientFolder } from './web-client-folder.js';

interface Operation {
  operationId: string;
  summary: string;
  security: object[];
  parameters: { name: string; in: string; required: boolean }[];
  requestBody?: object;
  responses: Record<string, object>;
}

const document = openApi(routesOf()) as unknown as {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
};
const operations = Object.entries(document.paths).flatMap(([path, verbs]) =>
  Object.values(verbs).map((operation) => ({ path, operation })),
);

describe('the OpenAPI document', () => {
  it('has an operation for every annotated RPC that is not internal, and no other', () => {
    const annotated = SERVICES.filter(({ name }) => !name.includes('.internal.')).flatMap((service) =>
      Object.values(service.methods)
        .filter(({ http }) => http !== undefined)
        .map(({ rpc }) => `${service.name.split('.').at(-1) ?? ''}_${rpc}`),
    );
    expect(operations.map(({ operation }) => operation.operationId).sort()).toEqual(annotated.sort());
    expect(new Set(annotated).size).toBe(annotated.length);
  });

  it('describes every part of a path, says what each call is and how it fails', () => {
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(inPath);
      expect(operation.summary).not.toBe('');
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['200', '400', 'default']));
    }
  });

  it('refers only to schemas that it holds, and they are valid JSON Schema', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name = '']) => name);
    expect(references.length).toBeGreaterThan(50);
    for (const name of references) expect(document.components.schemas).toHaveProperty([name]);
    const ajv = new Ajv2020({ strict: false });
    for (const schema of Object.values(document.components.schemas)) expect(ajv.validateSchema(schema)).toBe(true);
    expect(JSON.stringify(document)).not.toMatch(/"\$id"|"maxBytes"|internal\.v1/);
  });

  it('asks for an access token where the contract does', () => {
    expect(document.paths['/user-service/login']?.post?.security).toEqual([]);
    expect(document.paths['/user-service/me']?.get?.security).toEqual([{ accessToken: [] }]);
  });

  it('says of queries and bodies what the contract says', () => {
    const list = document.paths['/relay-service/behind']?.get;
    expect(list?.parameters.find(({ name }) => name === 'limit')).toEqual({
      name: 'limit',
      in: 'query',
      required: false,
      description: 'How many at most; 100 if absent.',
      schema: { type: 'integer', minimum: 1, maximum: 500 },
    });
    const cursors = JSON.stringify(document.paths['/message-service/conversations/{conversation}/cursors']?.post?.requestBody);
    expect(cursors).toContain('"received"');
    expect(cursors).not.toContain('"conversation"');
  });
});

describe('the routes', () => {
  it('leave out what only services may call, and what does not say who may', () => {
    const http = { verb: 'get', path: '/x-service/x', body: false } as const;
    const method = { rpc: 'X', path: '/x', comment: '', http, idempotent: true, requestType: 'x', responseType: 'x' };
    const codec = { encode: () => Promise.reject(new Error()) as never, decode: () => ({}) };
    const service = (name: string, access: 'user' | 'service' | 'unspecified') => ({
      name,
      comment: '',
      methods: { x: { ...method, access, request: codec, response: codec } },
    });
    expect(
      routesOf([service('parley.x.v1.X', 'service'), service('parley.x.v1.X', 'unspecified'), service('parley.x.internal.v1.X', 'user')]),
    ).toEqual([]);
    expect(routesOf([service('parley.x.v1.X', 'user')])).toHaveLength(1);
  });

  it('prefer a literal to a parameter, and are each found by their own path', () => {
    const table = new RouteTable();
    for (const route of table.routes) {
      const path = route.http.path.replaceAll(/\{(\w+)\}/g, 'value');
      expect(table.find(route.http.verb, path)?.route).toBe(route);
    }
  });
});

describe('the pages', () => {
  let service: RunningService;
  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`http://127.0.0.1:${String(service.port)}${path}`, { headers });

  beforeAll(async () => {
    service = await startGateway();
  });

  afterAll(() => service.stop());

  it('of the documentation load under their content security policy', async () => {
    const page = await get('/docs');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    const html = await page.text();
    expect(html).not.toMatch(/<script>|<style>|onload=/);
    const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file = '']) => file);
    expect(files).toHaveLength(3);
    for (const file of files) expect((await get(file)).status).toBe(200);
    expect(await (await get('/openapi.json')).json()).toEqual(document);
  });

  it('carry the headers that browsers protect them by', async () => {
    const { headers } = await get('/openapi.json');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  it('may connect to the suite and to the chat nodes that are named, and to nothing else', async () => {
    const env = { PUBLIC_URL: 'https://chat.example/app/', CHAT_ORIGINS: 'https://*.nodes.example, http://10.0.0.7:7000' };
    const other = await startGateway(env);
    const { headers } = await fetch(`http://127.0.0.1:${String(other.port)}/`);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("connect-src 'self' wss://chat.example wss://*.nodes.example ws://10.0.0.7:7000;");
    await other.stop();
  });
});

describe('the web client', () => {
  async function pages(
    folder: string,
  ): Promise<{ get: (path: string, headers?: Record<string, string>) => Promise<Response>; close: () => Promise<void> }> {
    const imports = [RuntimeModule.forRoot({ config: new Config({ LOG_LEVEL: 'silent' }), service: 'gateway' }), GatewayModule];
    const module = await Test.createTestingModule({ imports })
      .overrideProvider(WebClientFolder)
      .useValue(new WebClientFolder(folder))
      .compile();
    // Nest declares its options as a class and takes them as a plain object.
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment
    const app = module.createNestApplication({ logger: false, bodyParser: false });
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    return { get: (path, headers = {}) => fetch(`${url}${path}`, { headers }), close: () => app.close() };
  }

  it('is its document at every page, and its files with the caching that fits them', async () => {
    const { get, close } = await pages(builtWebClient());
    for (const path of ['/', '/index.html', '/conversations/abc?x=1']) {
      const response = await get(path, { accept: 'text/html' });
      expect([response.status, response.headers.get('cache-control'), await response.text()]).toEqual([
        200,
        'no-cache',
        '<!doctype html><title>Built</title>',
      ]);
    }
    const script = await get('/assets/index-abc123.js');
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(script.headers.get('content-encoding')).toBe('gzip');
    expect(await script.text()).toBe('console.log(1);'.repeat(200));
    const again = await get('/assets/index-abc123.js', { 'if-none-match': script.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
    await close();
  });

  it('does not stand in for a missing file, for the API, or for files elsewhere', async () => {
    const { get, close } = await pages(builtWebClient());
    const missing = ['/assets/other.js', '/user-service/nothing', '/secret.txt', '/..%2fsecret.txt', '/assets/..%2f..%2fsecret.txt'];
    for (const path of missing) {
      const response = await get(path, { accept: 'text/html' });
      expect([path, response.status, response.headers.get('content-type')]).toEqual([path, 404, 'application/problem+json; charset=utf-8']);
    }
    expect((await get('/conversations/abc', { accept: 'application/json' })).status).toBe(404);
    await close();
  });

  it('says so if it was not built', async () => {
    const { get, close } = await pages('/nowhere');
    expect(await (await get('/')).text()).toContain('The web client has not been built.');
    await close();
  });
});
