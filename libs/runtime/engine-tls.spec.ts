import type { PeerCertificate } from 'node:tls';
import { tlsOptions } from './engine-tls.js';

describe('the name in the certificate of an engine', () => {
  const check = (altnames: string, names: string[]) =>
    tlsOptions({}, names).checkServerIdentity?.('10.0.0.7', { subject: {}, subjectaltname: altnames } as unknown as PeerCertificate);

  it('is that of the address, or one under which it was configured', () => {
    expect(check('IP Address:10.0.0.7', [])).toBeUndefined();
    expect(check('DNS:*.db.example', ['c-1.db.example'])).toBeUndefined();
  });

  it('is no other', () => {
    expect(check('DNS:mail.example', ['c-1.db.example', 'c-2.db.example'])).toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    expect(check('DNS:c-1.db.example', [])).toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });
});
