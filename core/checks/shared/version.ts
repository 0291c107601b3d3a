import type { Outcome } from '../evaluation/evaluate-checks';
import type { SourceFacts } from '../facts/source-facts';
import { finding } from '../report/finding';
import type { CheckRequest } from '../request/check-request';
import { sharedChecks } from './catalogue';
import { versionSupport } from './supported-versions';

export function unsupportedVersion(request: CheckRequest, { version }: SourceFacts): Outcome {
  if (version === '') return { skippedBecause: 'the source did not say its version' };
  const { verdict, supported } = versionSupport(request.engine, version);
  if (verdict === 'supported') return [];
  const found = `the source is ${request.engine} ${version}; DMS reads from ${supported}`;
  // A version that the guide does not name may well work: only those that are older than all of them do not.
  return [finding(sharedChecks.version, found, verdict === 'too-old' ? {} : { severity: 'warning' })];
}
