import * as z from 'zod';
import { type EvidencePorts, keepEvidence } from '../../aws/evidence';
import { readable } from '../../core/runs/failure';
import { parseEvent } from '../../core/runs/parse-event';
import { Failure } from '../../core/runs/run-record';
import { judge } from '../../core/runs/verdict';
import type { Outcome } from '../../core/runs/verdict-shape';

const JudgeRunEvent = z.strictObject({ run: z.string().min(1), failure: Failure.nullable() });

/** Judges a run by its evidence, or by the failure that ended a state. The first verdict stands. */
export async function judgeRun(
  ports: EvidencePorts,
  event: unknown,
  now: Date,
): Promise<{ outcome: Outcome }> {
  const { run, failure } = parseEvent(JudgeRunEvent, event);
  const record = await ports.history.knownRun(run);
  if (record.verdict !== undefined) return { outcome: record.verdict.outcome };
  const evidence = await keepEvidence(ports, record, failure === null ? undefined : readable(failure), now);
  const verdict = judge(evidence);
  const { outcome } = await ports.history.recordVerdict(run, verdict, now.toISOString());
  return { outcome };
}
