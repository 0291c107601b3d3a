import { loadConfig } from '../../../../core/config/load-config';
import { connections, department, environment, now } from '../config-files';

test('Oracle is refused an SSL mode that DMS does not have for it', () => {
  const other = { ...environment, text: `${environment.text}connections:\n  hr-db: {ssl: require}\n` };
  expect(loadConfig([connections, other], now)).toMatchObject({
    problems: [{ path: 'connections.hr-db.ssl', allowed: ['none', 'verify-ca'] }],
  });
});

test.each([
  ['hr-db: {ssl: verify-ca}', 'error', '"verify-ca" needs a certificate'],
  ['sales-db: {ssl: verify-full}', 'error', '"verify-full" needs a certificate'],
  [
    'hr-db: {certificate: HRPROD}',
    'error',
    expect.stringContaining('"HRPROD" is not the ARN of a DMS certificate'),
  ],
])('an environment with %s: %s', (override, severity, message) => {
  const other = { ...environment, text: `${environment.text}connections:\n  ${override}\n` };
  expect(loadConfig([connections, other], now)).toMatchObject({ problems: [{ severity, message }] });
});

test('Oracle without encryption is a warning, unless ssl: none says that it is meant', () => {
  const silent = { ...connections, text: connections.text.replace(', ssl: none', '') };
  expect(loadConfig([silent, environment, department()], now)).toMatchObject({
    ok: true,
    warnings: [{ path: 'sources.hr-db', message: 'the connection to this Oracle database is not encrypted' }],
  });
  const arn = 'arn:aws:dms:eu-west-1:123456789012:cert:HRPROD';
  const certified = {
    ...environment,
    text: `${environment.text}connections: {hr-db: {certificate: "${arn}"}}\n`,
  };
  expect(loadConfig([silent, certified, department()], now)).toMatchObject({ ok: true, warnings: [] });
});

test.each(['DatabaseName', 'databasename', 'ServerName', 'Port'])(
  'the attribute %s, which is a setting of the endpoint or in the secret, is refused for every engine',
  (name) => {
    for (const source of ['sales-db', 'hr-db']) {
      const text = `${environment.text}connections:\n  ${source}: {connection-attributes: {${name}: other}}\n`;
      expect(loadConfig([connections, { ...environment, text }], now)).toMatchObject({
        problems: [
          {
            path: `connections.${source}.connection-attributes.${name}`,
            message: expect.stringContaining('is not an attribute to write here'),
          },
        ],
      });
    }
  },
);
