import { type ConnectionAdvice, noResponse, unknownHost, wrongAddress } from './connection-advice';

/** Advice for failures of the operating system and of TLS in Node.js, whatever the engine. */
export const networkAdvice: readonly ConnectionAdvice[] = [
  { matches: /ECONNREFUSED/, advice: wrongAddress },
  { matches: /ENOTFOUND|EAI_AGAIN|EAI_FAIL/, advice: unknownHost },
  {
    matches: /ALTNAME|does not match certificate/i,
    advice: ({ secretName }) =>
      `use the host name of the certificate in the secret ${secretName}, or set ssl: verify-ca on the connection`,
  },
  {
    matches:
      /SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_|self[- ]signed|unable to (verify|get local)|certificate has expired|certificate (chain|signature)|certificate validation/i,
    advice: ({ secretName }) =>
      `add the certificate of the server’s CA as PEM under "ca" to the secret ${secretName}, or set ssl: require on the ` +
      'connection, which encrypts but verifies nothing, like DMS',
  },
  {
    matches: /ERR_SSL|EPROTO|wrong version number|SSL routines/i,
    advice: () =>
      'the server at this port does not respond with TLS; check the port, and ssl on the connection',
  },
  { matches: /timeout|ETIMEDOUT|ETIMEOUT|EHOSTUNREACH|ENETUNREACH|timed out/i, advice: noResponse },
  {
    matches: /ECONNRESET|EPIPE|ESOCKET|EINVALIDSTATE|PROTOCOL_CONNECTION_LOST|terminated|closed|hang ?up/i,
    advice: () =>
      'the connection was interrupted; check that the port is that of the database, and the firewalls in between',
  },
];
