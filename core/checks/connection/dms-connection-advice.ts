import type { SourceEngine } from '../../model/source-engine';
import { engines } from '../engines';
import { byText, type ConnectionAdvice, type ConnectionFailure } from './connection-advice';
import { adviceFor, undocumented } from './connection-problem';

/** Failures before DMS connects to the database, and those of targets in S3. They name no engine. */
const ofServices: readonly ConnectionAdvice[] = [
  {
    matches: byText(
      /secret.*(curlCode: ?(5|6|7|28|35|52|56)\b|timeout|timed out|could ?n.t (connect|resolve))/is,
    ),
    advice: () =>
      'the replication instance cannot reach Secrets Manager: add a VPC endpoint for it, or allow outbound HTTPS from the ' +
      'security group of the replication instance',
  },
  {
    matches: byText(/secret.*(AccessDenied|not authorized|access denied|kms)/is),
    advice: () =>
      'the role that reads the secret lacks a permission: allow secretsmanager:GetSecretValue on the secret, and ' +
      'kms:Decrypt on its key; then deploy the platform again',
  },
  {
    matches: byText(/secret/i),
    advice: () =>
      'check that the secret of the connection exists in this region, and that it is JSON with username, password, host and port',
  },
  {
    matches: byText(/(\bs3\b|bucket).*(AccessDenied|access denied|not authorized|forbidden|\b403\b)/is),
    advice: () =>
      'the role of the endpoint cannot use the bucket: deploy the department again, and check the policies of the bucket and of its key',
  },
  {
    matches: byText(/(\bs3\b|bucket).*(NoSuchBucket|does not exist|not found)/is),
    advice: () => 'the bucket does not exist: deploy the platform again',
  },
  {
    matches: byText(
      /(\bs3\b|bucket).*(time(d )?-?out|curlCode|could ?n.t connect|unable to connect|network)/is,
    ),
    advice: () =>
      'the replication instance cannot reach S3: add a gateway endpoint for S3 to the route tables of its subnets',
  },
  {
    matches: byText(/assume.*role|(AccessDenied|not authorized).*sts/is),
    advice: () => 'DMS cannot assume the role of the endpoint: deploy the department again',
  },
];

const network =
  'check the network between the replication instance and the database: security groups, routes, network ACLs and firewalls';

/** Failures of the network as ODBC and Oracle’s client report them to DMS. */
const ofNetwork: readonly ConnectionAdvice[] = [
  {
    matches: byText(
      /could not translate host name|unknown (MySQL server )?host|name or service not known|getaddrinfo|ORA-12545|server name .*resolve/i,
    ),
    advice: ({ secretName }) =>
      `the replication instance cannot resolve the name; check host in the secret ${secretName} and the DNS of the VPC`,
  },
  {
    matches: byText(/refused|\(111\)|\b10061\b|ORA-12541|no listener/i),
    advice: ({ secretName }) =>
      `nothing listens at this address; check host and port in the secret ${secretName}, and ${network}`,
  },
  {
    matches: byText(/certificate|SSL (error|routines|Provider)|TLS|SSL handshake/i),
    advice: () =>
      'DMS does not trust the certificate of the server; set certificate on the connection to one that contains its CA, or a weaker ssl',
  },
  {
    matches: byText(
      /time(d)?[- ]?out|\(110\)|\b10060\b|unreachable|no route|ORA-12170|ORA-12535|network error|08001|can.t connect|cannot connect|could not connect|login timeout/i,
    ),
    advice: () => network,
  },
  {
    matches: byText(/lost connection|reset|closed|broken pipe|end-of-file/i),
    advice: () =>
      `the connection was interrupted; check that the port is that of the database, and ${network}`,
  },
];

/**
 * Returns what to do about the failed connection test of a DMS endpoint, from its LastFailureMessage. DMS wraps the text of the
 * server or of a service, which decides.
 */
export function dmsConnectionAdvice(message: string): string {
  const text = detailOf(message);
  const failure: ConnectionFailure = {
    engine: engineIn(text),
    host: '',
    port: 0,
    databaseName: /database "([^"]+)"/i.exec(text)?.[1] ?? 'of this name',
    secretName: 'of the connection',
    code: codeIn(text),
    message: text,
  };
  const ofService = ofServices.find(({ matches }) => matches({ code: '', message }));
  const ofEngine = engines[failure.engine].connectionAdvice.filter(({ isOfLakeferry }) => !isOfLakeferry);
  const found = ofService ?? adviceFor(failure, ofEngine, ofNetwork);
  if (found !== undefined) return found.advice(failure);
  return engines[failure.engine].serverCode.test(failure.code)
    ? undocumented(failure)
    : `check the secret of the connection, its host and port, and ${network}`;
}

/** Text of the server. The summary before it says "Network error" of every failure. */
function detailOf(message: string): string {
  return /Application-Detailed-Message:(.*)$/is.exec(message)?.[1]?.trim() ?? message;
}

const signs: readonly (readonly [SourceEngine, RegExp])[] = [
  ['oracle', /ORA-\d{5}|\bOCI\b|Oracle/i],
  ['sqlserver', /\bSQL Server|FreeTDS/i],
  ['mysql', /MySQL|MariaDB/i],
  ['postgres', /FATAL:|psqlodbc|PostgreSQL|pg_hba/i],
];

function engineIn(text: string): SourceEngine {
  return signs.find(([, sign]) => sign.test(text))?.[0] ?? 'postgres';
}

/** SQLSTATE for an error of PostgreSQL whose own SQLSTATE is not passed on. */
const rejectedByServer = '08004';

/** ODBC’s number of the server, or Oracle’s code. The number of psqlODBC is its own: 101 for every failed connection. */
function codeIn(text: string): string {
  const engine = engineIn(text);
  if (engine === 'oracle') return /ORA-\d{5}/i.exec(text)?.[0].toUpperCase() ?? '';
  if (engine === 'postgres') return /FATAL:|ERROR:/.test(text) ? rejectedByServer : '';
  return /NativeError: (\d+)/i.exec(text)?.[1] ?? '';
}
