import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { addStacks } from './add-stacks';
import { buildOracleLayer } from './bundling/build-oracle-layer';
import { bundleFunctions } from './bundling/bundle-functions';
import { createCdkApp } from './cdk-app';
import { functionNames } from './grants/grants';
import { loadPlan } from './load-plan';

void main();

async function main(): Promise<void> {
  const app = createCdkApp();
  const folder = contextText(app, 'config', 'config');
  const environment = contextText(app, 'environment', 'dev');
  const loaded = loadPlan(folder, environment, new Date());
  if (!loaded.ok) {
    for (const problem of loaded.problems) console.error(problem);
    console.error(`nothing was synthesized: fix ${loaded.problems.length} problem(s) in ${folder}`);
    process.exitCode = 1;
    return;
  }
  for (const warning of loaded.warnings) console.error(warning);
  // In the assembly's folder, so that a killed synthesis leaves nothing elsewhere.
  const own = join(app.outdir, 'functions');
  // Of a caller that synthesizes many configurations with the same functions.
  const bundles = contextText(app, 'bundles', own);
  try {
    if (bundles === own) {
      progressed(`bundling ${functionNames.length} functions`);
      await bundleFunctions(functionNames, own);
      const { sources, otherSources = [] } = loaded.plan;
      if ([...sources, ...otherSources].some(({ engine }) => engine === 'oracle')) buildOracleLayer(own);
    }
    const stacks = loaded.plan.departments.length + 1;
    progressed(`building ${stacks} stacks`);
    addStacks(app, loaded.plan, bundles);
    progressed(`writing ${stacks} templates`);
    app.synth();
  } finally {
    // The assembly has copies of them.
    rmSync(own, { recursive: true, force: true });
  }
}

/** Sends the progress to the process that started this one with a channel: `lakeferry local up` and `demo`. */
function progressed(detail: string): void {
  process.send?.(detail);
}

/** Context as in `cdk synth -c environment=prod`. */
function contextText(app: App, key: string, otherwise: string): string {
  const value: unknown = app.node.tryGetContext(key);
  if (value === undefined) return otherwise;
  if (typeof value === 'string' && value !== '') return value;
  throw new Error(`context ${key} is ${JSON.stringify(value)}, not a text: write -c ${key}=<text>`);
}
