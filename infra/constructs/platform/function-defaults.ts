import { Duration } from 'aws-cdk-lib';
import { Architecture, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { loadTimeoutSeconds } from '../../../core/loads/queue';
import type { FunctionName } from '../../grants/grants';

/** Node's newest LTS version that CDK knows; a test compares them. */
export const functionRuntime = Runtime.NODEJS_24_X;

/** By function, in seconds; all others have 60. */
const timeoutSeconds: Partial<Record<FunctionName, number>> = {
  // Pages through every task.
  'poll-tasks': 120,
  // Pages through every table.
  'judge-run': 120,
  // Queries a source for up to three minutes, then writes the findings.
  'check-source': 300,
  // Works for at most ten minutes per call.
  'publish-snapshot': 900,
  'prepare-removal': 900,
  'load-csv': loadTimeoutSeconds,
  // Waits for DMS's tests of connections.
  'check-existing': 300,
  // Lists the staged files of all jobs.
  'report-leftovers': 300,
  // Copies some GiB within S3, in parts.
  'copy-to-lake': 300,
};

/**
 * In MiB; 1,769 come with one vCPU
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html).
 */
const memoryMiB: Partial<Record<FunctionName, number>> = { 'load-csv': 1769 };

/** Functions that write messages for people. */
const writers: ReadonlySet<FunctionName> = new Set<FunctionName>(['poll-tasks', 'report-leftovers']);

/** Functions that connect to databases. */
const inNetwork: ReadonlySet<FunctionName> = new Set<FunctionName>(['check-source', 'load-csv']);

/** Longest time that one call of a function may take. */
export function timeoutOf(name: FunctionName): Duration {
  return Duration.seconds(timeoutSeconds[name] ?? 60);
}

/** True for a function that runs in the private subnets. */
export function runsInNetwork(name: FunctionName): boolean {
  return inNetwork.has(name);
}

/** True for a function whose messages link to pages. */
export function linksToPages(name: FunctionName): boolean {
  return writers.has(name);
}

/** Properties that all functions share, or that differ for the reasons above. */
export function functionDefaults(name: FunctionName) {
  return {
    handler: 'index.handler',
    runtime: functionRuntime,
    architecture: Architecture.ARM_64,
    memorySize: memoryMiB[name] ?? 512,
    timeout: timeoutOf(name),
    tracing: Tracing.ACTIVE,
    // Lambda's own lines, and errors that a function throws, as JSON too.
    loggingFormat: LoggingFormat.JSON,
  };
}
