import type { SourceEngine } from '../../model/source-engine';
import { oracleAdvice } from './connect-problem-oracle';

/** Why Lakeferry's own connection to a source failed. */
export interface ConnectionFailure {
  readonly engine: SourceEngine;
  readonly host: string;
  readonly port: number;
  readonly databaseName: string;
  readonly secretName: string;
  /** The engine's, the driver's or the operating system's: `28P01`, `NJS-116`, `ECONNREFUSED`; `timeout` when nobody answered. */
  readonly code: string;
  readonly message: string;
}

export interface ConnectionProblem {
  /** Engine, host and port, what was said, what to do. */
  readonly text: string;
  /** The server did not take the login: the secret may have been rotated since it was read. */
  readonly isRefused: boolean;
}

/** A piece of advice, for the codes and words that it is about. */
export interface Advice {
  readonly is: RegExp;
  readonly todo: (failure: ConnectionFailure) => string;
  readonly isRefused?: true;
}

/** In words that a person can act on. */
export function connectionProblem(failure: ConnectionFailure): ConnectionProblem {
  const { engine, host, port, code, message } = failure;
  const said = message.includes(code) || code === 'timeout' ? message : `${code}: ${message}`;
  const advice = [...byEngine[engine], ...network].find(({ is }) => is.test(said));
  const todo = advice?.todo(failure) ?? 'look at the server’s log';
  return {
    text: `${engine} at ${host}:${port}: ${oneLine(said)}: ${todo}`,
    isRefused: advice?.isRefused ?? false,
  };
}

const login: Advice['todo'] = ({ secretName }) =>
  `fix username and password in the secret ${secretName}, or let this login in`;
const trust: Advice['todo'] = ({ secretName }) =>
  `put the certificate of the server’s CA as PEM under "ca" into the secret ${secretName}, or write ssl: require on the ` +
  'connection, which encrypts and verifies nothing, as DMS does';
const noTls: Advice['todo'] = () =>
  'turn TLS on in the server, or write ssl: none on the connection where the network itself is trusted';
const noDatabase: Advice['todo'] = ({ databaseName }) =>
  `there is no database ${databaseName}: fix database on the connection`;

/** Of the operating system and of Node's TLS, whatever the engine. */
const network: readonly Advice[] = [
  {
    is: /ECONNREFUSED/,
    todo: ({ secretName }) => `nothing listens there: check host and port in the secret ${secretName}`,
  },
  {
    is: /ENOTFOUND|EAI_AGAIN|EAI_FAIL/,
    todo: ({ secretName }) =>
      `the name is not known in Lakeferry’s network: check host in the secret ${secretName} and the VPC’s DNS`,
  },
  {
    is: /ALTNAME|does not match certificate/i,
    todo: ({ secretName }) =>
      `use the host’s name as its certificate has it in the secret ${secretName}, or write ssl: verify-ca on the connection`,
  },
  {
    is: /SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_|self[- ]signed|unable to (verify|get local)|certificate has expired|certificate (chain|signature)|certificate validation/i,
    todo: trust,
  },
  {
    is: /ERR_SSL|EPROTO|wrong version number|SSL routines/i,
    todo: () => 'what listens there speaks no TLS as it should: check the port, and ssl on the connection',
  },
  {
    is: /timeout|ETIMEDOUT|ETIMEOUT|EHOSTUNREACH|ENETUNREACH|timed out/i,
    todo: () =>
      'nobody answered in time: let the security group of the replication instance in, and check routes and firewalls',
  },
  {
    is: /ECONNRESET|EPIPE|ESOCKET|EINVALIDSTATE|PROTOCOL_CONNECTION_LOST|terminated|closed|hang ?up/i,
    todo: () => 'the connection was cut: check that this port is the database’s, and firewalls between',
  },
];

const byEngine: Readonly<Record<SourceEngine, readonly Advice[]>> = {
  oracle: oracleAdvice,
  // https://www.postgresql.org/docs/current/errcodes-appendix.html
  postgres: [
    { is: /\b28P01\b|\b28000\b/, todo: login, isRefused: true },
    { is: /\b3D000\b/, todo: noDatabase },
    { is: /does not support SSL/, todo: noTls },
    { is: /\b53300\b/, todo: () => 'the server has no connection left: raise max_connections' },
    { is: /\b57P03\b/, todo: () => 'the server is starting or in recovery: try again later' },
  ],
  // https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html
  mysql: [
    { is: /ER_ACCESS_DENIED_ERROR|\b1045\b|ER_DBACCESS_DENIED|\b1044\b/, todo: login, isRefused: true },
    { is: /ER_BAD_DB_ERROR|\b1049\b/, todo: noDatabase },
    { is: /HANDSHAKE_NO_SSL_SUPPORT|does not support secure/, todo: noTls },
    {
      is: /AUTH_SWITCH_PLUGIN_ERROR|plugin/i,
      todo: () =>
        'the login’s authentication plugin is not known: use caching_sha2_password or mysql_native_password',
    },
    {
      is: /ER_CON_COUNT_ERROR|\b1040\b/,
      todo: () => 'the server has no connection left: raise max_connections',
    },
    {
      is: /ER_HOST_IS_BLOCKED|ER_HOST_NOT_PRIVILEGED/,
      todo: () => 'the server blocks this host: FLUSH HOSTS',
    },
  ],
  // https://learn.microsoft.com/en-us/sql/relational-databases/errors-events/mssqlserver-18456-database-engine-error
  sqlserver: [
    { is: /Cannot open database/i, todo: noDatabase },
    { is: /ELOGIN|Login failed/, todo: login, isRefused: true },
    { is: /EENCRYPT|does not support encryption/i, todo: noTls },
    { is: /EINSTLOOKUP/, todo: () => 'write the port of the instance into the secret' },
  ],
};

function oneLine(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/[:.]+$/, '')
    .slice(0, 600);
}
