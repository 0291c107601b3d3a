/** Public entry point: the port that serves single services, for tests that do not need a whole cloud. */
export { Callers, operatorCredentials } from './callers';
export { type Gateway, type GatewayOptions, startGateway } from './gateway';
