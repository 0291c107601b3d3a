import { App } from 'aws-cdk-lib';

export interface CdkAppOptions {
  readonly context?: Readonly<Record<string, unknown>>;
  /** Absent: where the CDK command says, in CDK_OUTDIR, else a temporary folder. */
  readonly outdir?: string;
  /**
   * Checks each template against CloudFormation's schemas; an error fails the synthesis. Takes
   * about 8 seconds of processor time. CDK_VALIDATION=false turns it off as well. Default: true.
   */
  readonly validateTemplates?: boolean;
  /**
   * Records where the code creates each resource: stack traces, and the tree of the constructs.
   * Templates are the same without it. Default: true.
   */
  readonly recordOrigins?: boolean;
}

/**
 * CDK app with Lakeferry's feature flags. The flags are here, not in cdk.json, so that the app
 * gives the same templates when it runs without the CDK command.
 */
export function createCdkApp({
  context = {},
  outdir,
  validateTemplates = true,
  recordOrigins = true,
}: CdkAppOptions = {}): App {
  return new App({
    analyticsReporting: false,
    // An app that rejects its configuration leaves no empty assembly behind.
    autoSynth: false,
    builtinCloudFormationValidation: validateTemplates,
    context: { ...context },
    postCliContext: {
      '@aws-cdk/aws-iam:minimizePolicies': true,
      '@aws-cdk/core:checkSecretUsage': true,
      '@aws-cdk/core:explicitStackTags': true,
      '@aws-cdk/core:validateAgainstDefaultRules': true,
    },
    stackTraces: recordOrigins,
    treeMetadata: recordOrigins,
    ...(outdir === undefined ? {} : { outdir }),
  });
}
