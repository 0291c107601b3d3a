import { connectionProblem } from '../../../../core/checks/connection/connection-problem';
import { dmsConnectionAdvice } from '../../../../core/checks/connection/dms-connection-advice';
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
  ['mysql', '1129', 'Host is blocked because of many connection errors', /FLUSH HOSTS/],
  ['mysql', 'ER_HOST_IS_BLOCKED', 'Host is blocked', /FLUSH HOSTS/],
  ['mysql', 'ER_HOST_NOT_PRIVILEGED', 'Host is not allowed', /CREATE USER/],
  ['mysql', '1226', "User has exceeded the 'max_user_connections' resource", /MAX_USER_CONNECTIONS 0/],
  ['mysql', '1044', 'Access denied for user to database', /GRANT SELECT ON `SALES`/],
  ['postgres', '28000', 'no pg_hba.conf entry for host "10.0.0.1", no encryption', /set ssl: require/],
  ['postgres', '28000', 'no pg_hba.conf entry for host "10.0.0.1", SSL off', /set ssl: require/],
  ['postgres', '28000', 'no pg_hba.conf entry for host "10.0.0.1", SSL encryption', /add a line/],
  ['postgres', '28000', 'PAM authentication failed for user <user>', /REVOKE rds_iam/],
  ['postgres', '28000', 'connection requires a valid client certificate', /client certificate/],
  ['postgres', '57P01', 'terminating connection due to administrator command', /try again later/],
  ['postgres', '57014', 'canceling statement due to statement timeout', /see its log.*errcodes-appendix/],
  ['postgres', 'XX000', '(ENOTFOUND) tenant/user <user> not found', /connection pooler/],
  ['postgres', '08P01', 'unsupported startup parameter: search_path', /connection pooler/],
  [
    'sqlserver',
    'EENCRYPT',
    "Server requires encryption, set 'encrypt' config option to true.",
    /ssl: require/,
  ],
  ['sqlserver', 'EENCRYPT', 'Server does not support encryption.', /ssl: none/],
  ['sqlserver', 'ELOGIN', "Database 'x' on server 's' is not currently available.", /try again later/],
  ['sqlserver', 'ELOGIN', "Cannot open server 's' requested by the login. The login failed.", /user@server/],
  ['sqlserver', 'ELOGIN', 'Fehler bei der Anmeldung für den Benutzer <user>.', /correct it in the secret/],
  [
    'sqlserver',
    'ELOGIN',
    "Database 'x' is being recovered. Waiting until recovery is finished.",
    /try again/,
  ],
  ['sqlserver', 'ELOGIN', 'The server principal is not able to access the database "x"', /CREATE USER/],
  ['sqlserver', 'ELOGIN', 'Reason: The account is disabled.', /ALTER LOGIN ... ENABLE/],
  ['sqlserver', 'ELOGIN', 'The login is from an untrusted domain', /not of Windows/],
  ['sqlserver', '233', 'the connection was closed: timeout', /see its log/],
  ['oracle', 'ORA-12170', 'ORA-12170: TNS:Connect timeout occurred', /did not respond in time/],
  ['oracle', 'ORA-00604', 'ORA-00604: error at recursive level: session timed out', /see its log.*oracle/],
  ['mysql', 'ERR_TLS_CERT_ALTNAME_INVALID', 'Hostname/IP does not match certificate', /ssl: verify-ca/],
  ['sqlserver', 'ERR_TLS_CERT_ALTNAME_INVALID', 'Hostname/IP does not match', /ssl: require/],
  ['mysql', 'SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate', /under "ca" to the secret lakeferry\/s$/],
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
  expect(problem('postgres', '28000', 'no pg_hba.conf entry, no encryption').isRejected).toBe(false);
  expect(problem('mysql', '1044', 'Access denied').isRejected).toBe(false);
  expect(problem('mysql', '1045', 'Access denied').isRejected).toBe(true);
  expect(problem('sqlserver', 'ELOGIN', 'Client is not allowed to access the server.').isRejected).toBe(
    false,
  );
  expect(problem('postgres', 'ECONNREFUSED', 'connect ECONNREFUSED').isRejected).toBe(false);
});

/** LastFailureMessage of a connection test, around the text of the server. */
const tested = (summary: string, detail: string) =>
  `Test Endpoint failed: Application-Status: 1020912, Application-Message: ${summary}, Application-Detailed-Message: ${detail}`;
const odbc = (state: string, native: number, text: string) =>
  tested(
    'Failed to connect Network error has occurred',
    `RetCode: SQL_ERROR SqlState: ${state} NativeError: ${native} Message: ${text}`,
  );

test.each([
  [odbc('08001', 101, '[unixODBC]timeout expired'), /network.*security groups/],
  [odbc('08001', 101, 'FATAL: password authentication failed for user "app"'), /username and password/],
  [odbc('08001', 101, 'FATAL: database "shop" does not exist'), /there is no database shop;/],
  [odbc('08001', 101, 'FATAL: no pg_hba.conf entry for host "h", SSL off'), /set ssl: require/],
  [odbc('08001', 101, 'could not translate host name "db" to address'), /cannot resolve the name/],
  [odbc('08001', 101, 'could not connect to server: Connection refused'), /nothing listens/],
  [odbc('08001', 101, 'SSL error: certificate verify failed'), /does not trust the certificate/],
  [odbc('HY000', 2003, "[MySQL][ODBC 8.0(w) Driver]Can't connect to MySQL server on 'db' (110)"), /network/],
  [odbc('HY000', 2005, "[MySQL][ODBC 8.0(w) Driver]Unknown MySQL server host 'db'"), /cannot resolve/],
  [odbc('HY000', 1045, "[MySQL][ODBC 8.0(w) Driver]Access denied for user 'a'@'h'"), /username and password/],
  [odbc('HY000', 1129, "[MySQL][ODBC 8.0(w) Driver]Host 'h' is blocked"), /FLUSH HOSTS/],
  [odbc('HY000', 3159, '[MySQL][ODBC 8.0(w) Driver]Connections using insecure transport'), /ssl: verify-ca/],
  [odbc('28000', 18456, '[ODBC Driver 17 for SQL Server][SQL Server]Login failed.'), /username and password/],
  [odbc('42000', 40615, '[SQL Server]Client is not allowed to access the server.'), /firewall rule/],
  [odbc('08001', 10060, '[ODBC Driver 17 for SQL Server]TCP Provider: Error code 0x274C'), /network/],
  [odbc('HYT00', 0, '[ODBC Driver 17 for SQL Server]Login timeout expired'), /network/],
  [tested('Cannot connect', 'ORA-01017: invalid username/password; logon denied'), /username and password/],
  [tested('Cannot connect', 'ORA-12170: TNS:Connect timeout occurred'), /network/],
  [tested('Cannot connect', 'ORA-12514: TNS:listener does not know of service'), /correct database/],
  [
    tested(
      'Unable to find Secrets Manager secret',
      'get secret value failed: curlCode: 28, Timeout was reached',
    ),
    /cannot reach Secrets Manager: add a VPC endpoint/,
  ],
  [
    tested('Unable to find Secrets Manager secret', 'AccessDeniedException: not authorized to perform'),
    /secretsmanager:GetSecretValue/,
  ],
  [tested('Unable to find Secrets Manager secret', 'ResourceNotFoundException'), /exists in this region/],
  [tested('Failed to connect to S3', 'failed to list bucket b: AccessDenied'), /policies of the bucket/],
  [tested('Failed to connect to S3', 'failed to list bucket b: curlCode: 28'), /gateway endpoint for S3/],
  [
    odbc('08001', 101, '[unixODBC]FATAL:  (ENOTFOUND) tenant/user migrate.abc not found'),
    /connection pooler/,
  ],
  [odbc('08001', 101, 'FATAL: connection refused by policy: timeout'), /see its log.*errcodes-appendix/],
  [odbc('HY000', 1999, '[MySQL][ODBC 8.0(w) Driver]the query timed out'), /see its log/],
  ['Test Endpoint failed: no reason', /check the secret of the connection/],
])('DMS: %s', (message, todo) => {
  expect(dmsConnectionAdvice(message)).toMatch(todo);
});

test('the advice about DMS never names Lakeferry’s own driver or network', () => {
  for (const message of [
    'ORA-12660: Encryption or crypto-checksumming parameters incompatible',
    'ORA-12545: host',
  ])
    expect(dmsConnectionAdvice(tested('Cannot connect', message))).not.toMatch(/node-oracledb|Lakeferry/);
});
