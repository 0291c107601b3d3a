/** Modes in which DMS encrypts a connection: its SslMode. */
export const sslModes = ['none', 'require', 'verify-ca', 'verify-full'] as const;
export type SslMode = (typeof sslModes)[number];
