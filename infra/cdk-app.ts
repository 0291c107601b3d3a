import { App } from 'aws-cdk-lib';

export interface HouseAppOptions {
  readonly context?: Readonly<Record<string, unknown>>;
  /** Absent: where the CDK command says, in CDK_OUTDIR, else a temporary folder. */
  readonly outdir?: string;
}

/**
 * A CDK app with our feature flags. They stand here, not in cdk.json, so that the app gives the same templates when it is run
 * without the CDK's command.
 */
export function houseApp({ context = {}, outdir }: HouseAppOptions = {}): App {
  return new App({
    analyticsReporting: false,
    // An app that refuses its configuration leaves no empty assembly behind.
    autoSynth: false,
    context: { ...context },
    postCliContext: {
      '@aws-cdk/aws-iam:minimizePolicies': true,
      '@aws-cdk/core:checkSecretUsage': true,
      // CDK checks each template against CloudFormation's schemas: an error fails the synthesis.
      '@aws-cdk/core:validateAgainstDefaultRules': true,
    },
    ...(outdir === undefined ? {} : { outdir }),
  });
}
