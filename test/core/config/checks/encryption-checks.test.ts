import { checkEncryption } from '../../../../core/config/checks/encryption-checks';
import { defaultSsl } from '../../../../core/model/default-ssl';
import { engineFacts } from '../../../../core/model/source-engine';

const certificate = 'arn:aws:dms:eu-west-1:123456789012:cert:ONE';
const engines = ['oracle', 'postgres', 'sqlserver', 'mysql'] as const;

test.each(engines)(
  'the default of %s, with a certificate and without, is a mode that DMS takes there',
  (engine) => {
    for (const given of [undefined, certificate])
      expect(engineFacts[engine].sslModes).toContain(defaultSsl(engine, given));
  },
);

test('encrypts by default where DMS can without a certificate, or has one', () => {
  expect(
    engines.map((engine) => [engine, defaultSsl(engine, undefined), defaultSsl(engine, certificate)]),
  ).toEqual([
    ['oracle', 'none', 'verify-ca'],
    ['postgres', 'require', 'require'],
    ['sqlserver', 'require', 'require'],
    ['mysql', 'none', 'verify-full'],
  ]);
});

test.each([
  ['mysql', 'require', 'none, verify-ca and verify-full'],
  ['sqlserver', 'verify-ca', 'none, require and verify-full'],
  ['oracle', 'require', 'none and verify-ca'],
] as const)('refuses ssl of %s: %s, with which DMS makes no endpoint', (engine, ssl, allowed) => {
  expect(checkEncryption(['sources', 'a'], { ssl }, { engine, ssl, certificate })).toMatchObject([
    {
      path: ['sources', 'a', 'ssl'],
      message: `"${ssl}" is not supported for ${engine}: DMS supports only ${allowed}`,
    },
  ]);
});

test('a MySQL connection that is not encrypted is a warning until it is meant', () => {
  expect(checkEncryption([], {}, { engine: 'mysql' })).toMatchObject([
    { severity: 'warning', message: 'the connection to this MySQL database is not encrypted' },
  ]);
  expect(checkEncryption([], { ssl: 'none' }, { engine: 'mysql', ssl: 'none' })).toEqual([]);
  expect(checkEncryption([], {}, { engine: 'mysql', certificate })).toEqual([]);
});
