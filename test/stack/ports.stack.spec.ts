import { status } from '@grpc/grpc-js';
import { addressesOf, chosenServices } from '../../deploy/native/testing.mjs';
import { GrpcPort } from '../support/grpc-port.js';

const EXCHANGE = 'parley.transport.internal.v1.CallService';
const isOurs = (name: string): boolean => name.startsWith('parley.') && name !== EXCHANGE;

describe.each(chosenServices())('the gRPC port of %s', (service) => {
  let port: GrpcPort;
  beforeAll(() => {
    port = new GrpcPort(addressesOf(service).grpc);
  });
  afterAll(() => port.close());

  it('says that it serves', async () => {
    expect(await port.health()).toBe('SERVING');
  });

  it('lists what it serves', async () => {
    const services = await port.services();
    expect(services).toContain('grpc.health.v1.Health');
    expect(services).toContain(EXCHANGE);
  });

  it('answers no call without a token of the services', async () => {
    expect(await port.stream(`/${EXCHANGE}/Exchange`)).toBe(status.UNAUTHENTICATED);
    for (const name of (await port.services()).filter(isOurs)) {
      const methods = await port.methods(name);
      expect(methods).not.toEqual([]);
      for (const method of methods) expect([method, await port.call(`/${name}/${method}`)]).toEqual([method, status.UNAUTHENTICATED]);
    }
  });
});
