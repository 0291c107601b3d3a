import { loadConfig } from '../../../core/config/load-config';
import { connections, department, environment, now } from './config-files';

const password = 'Geheim-4711';

test.each([
  ['a key', `{engine: postgres, database: d, secret: s, password: ${password}}`],
  ['a user', `{engine: postgres, database: d, secret: s, username: u, pwd: "${password}"}`],
  ['an address as the secret', `{engine: postgres, database: d, secret: "postgres://u:${password}@host/d"}`],
  ['a password as the secret', `{engine: postgres, database: d, secret: "${password}!"}`],
  ['an address instead of a connection', `"postgres://u:${password}@host/d"`],
  [
    'an attribute',
    `{engine: postgres, database: d, secret: s, connection-attributes: {password: "${password}"}}`,
  ],
  [
    'attributes in one',
    `{engine: postgres, database: d, secret: s, connection-attributes: {Encrypt: "a;password=${password}"}}`,
  ],
  ['a password as engine', `{engine: "postgres://u:${password}@host", database: d, secret: s}`],
])('a password as %s is not repeated, and the finding says where it belongs', (_, source) => {
  for (const files of [
    [
      { ...connections, text: connections.text.replace('sources:', `sources:\n  bad: ${source}`) },
      environment,
    ],
    [connections, { ...environment, text: `${environment.text}connections:\n  sales-db: ${source}\n` }],
  ]) {
    const loaded = loadConfig([...files, department()], now);
    const problems = loaded.ok ? [] : loaded.problems;
    expect(problems.filter(({ severity }) => severity === 'error')).not.toEqual([]);
    expect(JSON.stringify(problems)).not.toContain(password);
    expect(problems.map(({ hint, message }) => `${message} ${hint ?? ''}`).join()).toMatch(
      /belongs? in the (Secrets Manager )?secret/,
    );
  }
});
