import { ERRORS, ParleyError, toParleyError } from './index.js';

describe('an error on its way out', () => {
  it('is left alone if it is one of ours', () => {
    const error = new ParleyError('conflict', 'Taken.', { field: 'username' });
    expect(toParleyError(error, 'r1')).toBe(error);
  });

  it('is internal, and says nothing of itself but where to look', () => {
    const error = toParleyError(new Error('the password is 123'), 'r1');
    expect([error.code, error.message]).toEqual(['internal', 'Something went wrong on our side (request r1).']);
  });

  it.each([
    Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' }),
    Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' }),
    new Error('Connection terminated unexpectedly'),
    new Error('timeout exceeded when trying to connect'),
    new Error('Query read timeout'),
    Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' }),
    Object.assign(new Error('QueryFailedError'), { driverError: Object.assign(new Error('x'), { code: '57P03' }) }),
    new Error('wrapped', { cause: Object.assign(new Error('x'), { code: 'ECONNRESET' }) }),
  ])('is unavailable if a dependency is away: %s', (cause) => {
    const error = toParleyError(cause, 'r1');
    expect([error.code, error.retryAfterMs]).toEqual(['unavailable', 1_000]);
    expect(error.message).not.toContain(cause.message);
  });
});

describe('the table of errors', () => {
  it('gives each code a gRPC status of its own', () => {
    const statuses = Object.values(ERRORS).map(({ grpc }) => grpc);
    expect(new Set(statuses).size).toBe(statuses.length);
  });
});
