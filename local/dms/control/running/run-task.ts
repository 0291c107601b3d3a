import { LoadStoppedError, lastError, noTables, SourceLostError, TargetError } from '../../load/failures';
import { runFullLoad } from '../../load/full-load';
import type { FullLoad } from '../../load/full-load-options';
import type { LoadTarget } from '../../load/target-settings';
import type { DmsParts } from '../dms-parts';
import type { SourceAccess, TargetAccess, Task, TaskRun } from '../resources';
import { reachSource, type ReachSource } from '../../simulated/reach-source';
import { recordLoad } from '../tasks/metrics-of-tasks';
import { runCapture } from './run-capture';
import type { TaskOutcome } from './task-outcome';

/**
 * Loads the selected tables and reads their changes, depending on the task's type. Returns the outcome. Never
 * rejects.
 */
export async function runTask(parts: DmsParts, task: Task, run: TaskRun): Promise<TaskOutcome> {
  const { context, resources, script } = parts;
  const withCapture = task.migrationType !== 'full-load';
  if (task.migrationType !== 'cdc') run.loadStartedAt = context.clock.now();
  try {
    const source = resources.endpoint(task.sourceArn).open;
    const target = resources.endpoint(task.targetArn).open;
    if (source.kind !== 'source' || target.kind !== 'target')
      throw new Error('the endpoints of the task are swapped');
    const reach = simulatedSource(parts, task.sourceArn);
    const load: FullLoad = {
      source: reach === undefined ? await context.clock.track(connectConfig(source)) : {},
      simulated: reach,
      sourceTypes: source.types,
      target: await context.clock.track(openTarget(parts, target)),
      mappings: task.mappings,
      settings: task.settings.load,
      clock: context.clock,
      script,
      taskStartedAt: run.startedAt,
      signal: run.stop.signal,
      progress: run.tables,
      reloads: run.reloads,
      forCapture: withCapture,
      onlyReloads: false,
      onTable: () => parts.keep(),
      log: (line) => context.log(line),
      taskLog: (...lines) => parts.logs.write(task, ...lines),
    };
    if (withCapture) return await runCapture(parts, task, run, load, source);
    await runFullLoad(load);
    run.loadFinishedAt = context.clock.now();
    recordLoad(task, run);
    return { status: 'stopped', stopReason: 'Stop Reason FULL_LOAD_ONLY_FINISHED', lastFailure: undefined };
  } catch (error) {
    if (error instanceof LoadStoppedError)
      return { status: 'stopped', stopReason: 'Stop Reason NORMAL', lastFailure: undefined };
    // As observed: with nothing to load the progress is 100.
    if (error instanceof Error && error.message === noTables) run.loadFinishedAt = context.clock.now();
    const text = lastError(error);
    return { status: 'failed', stopReason: text, lastFailure: text };
  }
}

function simulatedSource({ simulated, resources }: DmsParts, arn: string): ReachSource | undefined {
  return simulated === undefined ? undefined : reachSource(simulated, resources.endpoint(arn).identifier);
}

async function openTarget({ objectsAs }: DmsParts, target: TargetAccess): Promise<LoadTarget> {
  if (target.to === 'files')
    return { kind: 'files', settings: target.settings, objects: objectsAs(target.roleArn) };
  try {
    return { kind: 'tables', database: await target.open() };
  } catch (error) {
    throw new TargetError('Cannot connect to the target database', error);
  }
}

async function connectConfig(source: SourceAccess): ReturnType<SourceAccess['connect']> {
  try {
    return await source.connect();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new SourceLostError(`Cannot connect to the source database: ${message}`, { cause: error });
  }
}
