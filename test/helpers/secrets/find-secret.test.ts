import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { findSecret } from './find-secret';

const secret = `q"w\\e+r/t=y&u%i<o>p'a s;d$f{g}`;
const search = (bytes: string | Uint8Array, wanted = secret) =>
  findSecret(wanted, [{ place: 'there', bytes: Buffer.from(bytes) }]);
const gzip = (text: string) => gzipSync(Buffer.from(text));

test.each<[string, string | Uint8Array, string]>([
  ['plain', `before ${secret} after`, 'plain'],
  ['in JSON', JSON.stringify({ password: secret }), 'JSON'],
  ['in JSON in JSON', JSON.stringify({ message: JSON.stringify({ password: secret }) }), 'JSON'],
  [
    'in JSON that escapes for HTML',
    JSON.stringify({ password: secret })
      .replaceAll('<', '\\u003c')
      .replaceAll('>', '\\u003e')
      .replaceAll('&', '\\u0026'),
    'JSON',
  ],
  ['in a URL', `postgres://me:${encodeURIComponent(secret)}@host/db`, 'URL'],
  ['in a form', new URLSearchParams({ password: secret }).toString(), 'URL'],
  [
    'in XML',
    `<a b="${secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')}"/>`,
    'XML',
  ],
  ['in SQL', `ALTER ROLE me PASSWORD '${secret.replaceAll("'", "''")}'`, 'SQL'],
  ['in base64, as a header has it', `Basic ${Buffer.from(`me:${secret}`).toString('base64')}`, 'base64'],
  ['in base64 for URLs', Buffer.from(`{"p":${JSON.stringify(secret)}}`).toString('base64url'), 'base64'],
  ['in hexadecimal', Buffer.from(secret).toString('hex'), 'hexadecimal'],
  ['in gzip', gzip(`{"p":${JSON.stringify(secret)}}`), 'JSON in gzip'],
  [
    'in gzip after other bytes',
    Buffer.concat([Buffer.from('head'), gzip(secret), Buffer.from('tail')]),
    'plain in gzip',
  ],
  ['in gzip in base64', JSON.stringify({ B: gzip(secret).toString('base64') }), 'plain in gzip in base64'],
  ['in gzip in gzip', gzipSync(gzip(secret)), 'plain in gzip in gzip'],
])('a secret is found %s', (_name, bytes, how) => {
  expect(search(bytes)[0]).toBe(`there: ${how}`);
});

test('a secret is found wherever it stands in base64, and nothing else is', () => {
  const other = secret.replace('r/t', 'r/T');
  fc.assert(
    fc.property(fc.string({ maxLength: 7 }), fc.string({ maxLength: 7 }), (before, after) => {
      expect(search(Buffer.from(`${before}${secret}${after}`).toString('base64'))).toHaveLength(1);
      expect(search(Buffer.from(`${before}${other}${after}`).toString('base64'))).toEqual([]);
      expect(search(gzip(`${before}${other}${after}`))).toEqual([]);
    }),
  );
});
