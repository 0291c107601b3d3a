import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runNamed } from '../../../application/runs/read-run';
import type { ConsolePorts } from '../ports';
import { type Visit, visitsByPhases, visitsOf } from './path-taken';
import { type Definition, parseDefinition, type Steps, stepsOf } from './state-machine';

/** Graph of the state machine, with the path that a run took. */
export interface RunPath extends Steps {
  readonly visits: readonly Visit[];
  /** `record`: Step Functions has no events of the run, or this person may not read them. */
  readonly from: 'execution' | 'record';
}

const definitionFile = join(__dirname, '..', '..', '..', 'statemachine', 'migration.asl.json');
/** 1,000 events each. */
const pagesOfEvents = 5;
let known: Definition | undefined;

function definition(): Definition {
  known ??= parseDefinition(readFileSync(definitionFile, 'utf8'));
  return known;
}

/** Undefined for the load of a file, which is not an execution. */
export async function readRunPath(
  { environment, now, openLogs }: ConsolePorts,
  run: string,
): Promise<RunPath | undefined> {
  const { execution, phases, mode } = await runNamed(environment, run, now());
  if (!execution.startsWith('arn:')) return undefined;
  const found = await openLogs().executions.find(execution, pagesOfEvents);
  const steps = stepsOf(definition());
  if (found.kind !== 'events' || found.events.length === 0)
    return { ...steps, visits: visitsByPhases(phases, mode !== undefined), from: 'record' };
  return { ...steps, visits: visitsOf(found.events, definition()), from: 'execution' };
}
