import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plan } from '../core/planning/plan';
import { addStacks } from './add-stacks';
import { createCdkApp } from './cdk-app';

/** Synthesizes the platform stack of a plan, without the code of its functions, and returns its template. */
export function synthesizePlatform(plan: Plan): unknown {
  const outdir = mkdtempSync(join(tmpdir(), 'lakeferry-platform-'));
  try {
    const app = createCdkApp({ outdir, validateTemplates: false, recordOrigins: false });
    const { platform } = addStacks(app, plan);
    return app.synth().getStackArtifact(platform.artifactId).template;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
