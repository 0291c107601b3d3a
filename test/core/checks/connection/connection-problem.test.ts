import { connectionProblem } from '../../../../core/checks/connection/connection-problem';
import type { SourceEngine } from '../../../../core/model/source-engine';

const problem = (engine: SourceEngine, code: string, message: string) =>
  connectionProblem({
    engine,
    host: 'db',
    port: 1,
    databaseName: 'SALES',
    secretName: 'lakeferry/s',
    code,
    message,
  });

test.each([
  [
    'oracle',
    'NJS-116',
    'NJS-116: password verifier type 0x939 is not supported',
    /10g password verifier.*thick: true/,
  ],
  [
    'oracle',
    'NJS-138',
    'NJS-138: connections to this database server version',
    /older than Oracle 12\.1.*thick: true/,
  ],
  ['oracle', 'NJS-533', 'NJS-533: Advanced Networking Option', /native network encryption.*thick: true/],
  ['oracle', 'NJS-518', 'NJS-518: cannot connect. Service "X"', /neither a service nor a SID SALES/],
  ['oracle', 'ORA-12514', 'ORA-12514: TNS:listener does not know', /neither a service nor a SID SALES/],
  ['oracle', 'ORA-28000', 'ORA-28000: the account is locked', /UNLOCK/],
  ['sqlserver', 'ELOGIN', 'Login failed for user <user>.', /username and password in the secret/],
  ['sqlserver', 'ELOGIN', 'Cannot open database "SALES" requested by the login.', /no database SALES/],
  ['mysql', '1045', 'Access denied for user <user>', /username and password in the secret/],
  [
    'postgres',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'self-signed certificate in certificate chain',
    /under "ca" to the secret/,
  ],
  [
    'postgres',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'Hostname/IP does not match certificate',
    /host name of the certificate.*ssl: verify-ca/,
  ],
] as const)('%s %s is explained', (engine, code, message, todo) => {
  const { text } = problem(engine, code, message);
  expect(text).toMatch(todo);
  expect(text.startsWith(`${engine} at db:1: `)).toBe(true);
});

test('only a rejected login is reported as rejected', () => {
  expect(problem('oracle', 'ORA-01017', 'ORA-01017: invalid username/password').isRejected).toBe(true);
  expect(problem('oracle', 'ORA-28000', 'ORA-28000: the account is locked').isRejected).toBe(false);
  expect(problem('postgres', '28P01', 'password authentication failed').isRejected).toBe(true);
  expect(problem('postgres', 'ECONNREFUSED', 'connect ECONNREFUSED').isRejected).toBe(false);
});
