import {
  allOf,
  byCode,
  byText,
  type ConnectionAdvice,
  eitherOf,
  noTls,
  requiresTls,
  tooManyConnections,
  tryLater,
  unknownDatabase,
  wrongLogin,
} from '../connection/connection-advice';

/** `28000` has many texts: https://www.postgresql.org/docs/current/client-authentication-problems.html */
const authorization: readonly ConnectionAdvice[] = [
  {
    // `no encryption`, or `SSL off` before PostgreSQL 14.
    matches: byText(/pg_hba\.conf.*(no encryption|SSL off)/is),
    advice: (failure) =>
      `${requiresTls(failure)}; if it is encrypted already, add a line for this host, user and database to pg_hba.conf`,
  },
  {
    matches: byText(/pg_hba\.conf/i),
    advice: () =>
      'add a line for this host, user and database to pg_hba.conf of the server, then run SELECT pg_reload_conf()',
  },
  { matches: byText(/is not permitted to log in/i), advice: () => 'run ALTER ROLE ... LOGIN for this login' },
  {
    matches: byText(/client certificate|certificate authentication failed/i),
    advice: () =>
      'the server demands a client certificate, which DMS cannot send; set the method scram-sha-256 for this login in pg_hba.conf',
  },
  {
    matches: byText(/(PAM|GSSAPI|SSPI|Peer|Ident|RADIUS|BSD|OAuth) authentication failed/i),
    advice: () =>
      'DMS logs in with a password; on RDS, run REVOKE rds_iam FROM the login, elsewhere set scram-sha-256 for it in pg_hba.conf',
  },
];

/** Source: https://www.postgresql.org/docs/current/errcodes-appendix.html, and the texts of the server for DMS, which has no code. */
export const postgresConnectionAdvice: readonly ConnectionAdvice[] = [
  ...authorization,
  {
    matches: eitherOf(
      byCode('28P01', '28000'),
      byText(/password authentication failed|role ".*" does not exist|LDAP authentication failed/i),
    ),
    advice: wrongLogin,
    isRejected: true,
  },
  { matches: eitherOf(byCode('3D000'), byText(/database ".*" does not exist/i)), advice: unknownDatabase },
  {
    matches: eitherOf(byCode('42501'), byText(/permission denied for database/i)),
    advice: ({ databaseName }) => `run GRANT CONNECT ON DATABASE ${databaseName} TO the login`,
  },
  { matches: byText(/does not support SSL/i), advice: noTls },
  {
    matches: byText(/too many connections for (role|database)/i),
    advice: () => 'run ALTER ROLE or ALTER DATABASE ... CONNECTION LIMIT with a higher number',
  },
  {
    matches: eitherOf(
      byCode('53300'),
      byText(/too many clients|too many connections|connection slots are reserved/i),
    ),
    advice: tooManyConnections,
  },
  {
    matches: eitherOf(byCode('53100', '53200', '58030')),
    advice: () => 'the server has no memory or disk left; free some, or enlarge the server',
  },
  {
    matches: allOf(byCode('55000'), byText(/not currently accepting connections/i)),
    advice: ({ databaseName }) => `run ALTER DATABASE ${databaseName} ALLOW_CONNECTIONS true`,
  },
  {
    matches: eitherOf(
      byCode('57P01', '57P02', '57P03', '57P04'),
      byText(/the database system is (starting|shutting|in recovery|not yet)|terminating connection/i),
    ),
    advice: tryLater,
  },
  {
    matches: eitherOf(
      byCode('08P01'),
      byText(
        /unsupported startup parameter|pgbouncer|tenant.{0,10}user .*not found|no such (user|database):/i,
      ),
    ),
    advice: ({ secretName }) =>
      `a connection pooler rejects the connection, or the server is not PostgreSQL; write host and port of the database itself into the secret ${secretName}, with the username that it knows`,
  },
];

/** SQLSTATE: five characters with a digit, which no code of the operating system is. */
export const postgresServerCode = /^(?=.*\d)[0-9A-Z]{5}$/;
