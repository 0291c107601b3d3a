import type { CheckAsk } from '../check-request';
import type { SourceFacts } from '../engine';
import { finding } from '../query-results';
import type { Outcome } from '../verdicts';
import { judgeVersion } from '../versions';
import { sharedChecks } from './catalogue';

export function unsupportedVersion(ask: CheckAsk, { version }: SourceFacts): Outcome {
  if (version === '') return { cannotLook: 'the source did not say its version' };
  const { verdict, supported } = judgeVersion(ask.engine, version);
  if (verdict === 'supported') return [];
  const found = `the source is ${ask.engine} ${version}; DMS reads from ${supported}`;
  // A version that the guide does not name may well work: only those that are older than all of them do not.
  return [finding(sharedChecks.version, found, verdict === 'too-old' ? {} : { severity: 'warning' })];
}
