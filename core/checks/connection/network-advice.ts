import { engineFacts, type SourceEngine } from '../../model/source-engine';
import { byCodeInText, type ConnectionAdvice, encryptedMode } from './connection-advice';

type AdviceText = ConnectionAdvice['advice'];

export const wrongAddress: AdviceText = ({ secretName }) =>
  `nothing listens at this address; check host and port in the secret ${secretName}`;

export const unknownHost: AdviceText = ({ secretName }) =>
  `Lakeferry’s network cannot resolve the name; check host in the secret ${secretName} and the DNS of the VPC`;

export const noResponse: AdviceText = () =>
  'the server did not respond in time; allow the security group of the replication instance, and check routes and firewalls';

export const interrupted: AdviceText = () =>
  'the connection was interrupted; check that the port is that of the database, and the firewalls in between';

/** Advice for failures of the operating system and of TLS in Node.js, whatever the engine. Servers' own texts never get here. */
export const networkAdvice: readonly ConnectionAdvice[] = [
  { matches: byCodeInText(/ECONNREFUSED/), advice: wrongAddress },
  { matches: byCodeInText(/ENOTFOUND|EAI_AGAIN|EAI_FAIL/), advice: unknownHost },
  {
    matches: byCodeInText(/ALTNAME|does not match certificate/i),
    advice: ({ engine, secretName }) =>
      `use the host name of the certificate in the secret ${secretName}${unnamed(engine)}`,
  },
  {
    matches: byCodeInText(
      /SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_|self[- ]signed|unable to (verify|get local)|certificate has expired|certificate (chain|signature)|certificate validation/i,
    ),
    advice: ({ engine, secretName }) =>
      `add the certificate of the server’s CA as PEM under "ca" to the secret ${secretName}${unverified(engine)}`,
  },
  {
    matches: byCodeInText(/ERR_SSL|EPROTO|wrong version number|SSL routines/i),
    advice: () =>
      'the server at this port does not respond with TLS; check the port, and ssl on the connection',
  },
  {
    matches: byCodeInText(/timeout|ETIMEDOUT|ETIMEOUT|EHOSTUNREACH|ENETUNREACH|timed out/i),
    advice: noResponse,
  },
  {
    matches: byCodeInText(
      /ECONNRESET|EPIPE|ESOCKET|EINVALIDSTATE|PROTOCOL_CONNECTION_LOST|terminated|closed|hang ?up/i,
    ),
    advice: interrupted,
  },
];

function unnamed(engine: SourceEngine): string {
  const { sslModes } = engineFacts[engine];
  if (sslModes.includes('verify-ca')) return ', or set ssl: verify-ca on the connection';
  return sslModes.includes('require') ? ', or set ssl: require on the connection' : '';
}

function unverified(engine: SourceEngine): string {
  if (encryptedMode(engine) !== 'require') return '';
  return ', or set ssl: require on the connection, which encrypts but verifies nothing, like DMS';
}
