import { rootCertificates } from 'node:tls';
import { trustOf } from '../../aws/database-trust';
import { amazonAuthorities } from '../../functions/load-csv/drivers/amazon-authorities';

const amazon = async () => amazonAuthorities;

test('verify modes trust the CAs of Node, of Amazon RDS and of the secret; require trusts all', async () => {
  expect(await trustOf('none', undefined, amazon)).toBeUndefined();
  expect(await trustOf('require', undefined, amazon)).toEqual({ rejectUnauthorized: false });
  const full = await trustOf('verify-full', 'own', amazon);
  expect(full).toEqual({
    ca: [...rootCertificates, ...amazonAuthorities, 'own'],
    rejectUnauthorized: true,
  });
  expect(amazonAuthorities.length).toBeGreaterThan(50);
  const ca = await trustOf('verify-ca', undefined, amazon);
  expect([ca?.rejectUnauthorized, typeof ca?.checkServerIdentity]).toEqual([true, 'function']);
});
