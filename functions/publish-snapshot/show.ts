import { followManifest } from '../../application/lake/follow-manifest';
import { followPointer } from '../../application/lake/follow-pointer';
import type { Snapshots } from '../../application/lake/snapshots';
import { manifestKey } from '../../core/lake/keys/snapshot-keys';
import type { Manifest } from '../../core/lake/snapshots/manifest';
import { movePointer } from '../../core/lake/snapshots/pointer';
import type { Publishing } from '../../core/runs/record/publishing';
import { jobOfRun } from '../../core/runs/record/run-identity';
import { isRunError } from '../../core/runs/record/run-error';
import type { PublishPorts } from './publish-ports';
import { runClosed } from './reject-closed';

export interface Shown {
  readonly outcome: Publishing['outcome'];
  /** Time at which the pointer moved, or was found to have moved. */
  readonly at: string;
}

/**
 * Shows a snapshot to readers. The history records the intention first, which is refused for a closed run: so a run that is closed
 * as not published never moves readers. If the catalogue fails, it follows the pointer again.
 */
export async function show(
  ports: PublishPorts,
  snapshots: Snapshots,
  manifest: Manifest,
  prefix: string,
): Promise<Shown> {
  const { catalogue, history, lakeBucket, log } = ports;
  const { run } = manifest;
  if (!(await history.beginShowing(run))) throw runClosed(run);
  try {
    const key = manifestKey({ prefix }, manifest.snapshot);
    const move = movePointer(await snapshots.pointer(), manifest, key);
    if (move.do === 'leave') return shown(ports, move.because);
    await followManifest(catalogue, manifest, lakeBucket);
  } catch (cause) {
    // The same error may keep the catalogue from going back; the first error is reported.
    await followPointer(catalogue, snapshots, lakeBucket).catch(() => undefined);
    await history.endShowing(run).catch(() => undefined);
    throw cause;
  }
  const result = shown(ports, await point(ports, snapshots, manifest));
  await followPointer(catalogue, snapshots, lakeBucket).catch((error: unknown) => {
    const job = jobOfRun(run);
    log.error('the catalogue may not follow the pointer', {
      run,
      ...(job === undefined ? {} : { job }),
      problem: String(error),
    });
  });
  return result;
}

function shown({ time }: PublishPorts, moved: 'moved' | 'published' | 'newer'): Shown {
  return { outcome: moved === 'newer' ? 'superseded' : 'published', at: time().toISOString() };
}

async function point(
  ports: PublishPorts,
  snapshots: Snapshots,
  manifest: Manifest,
): Promise<'moved' | 'published' | 'newer'> {
  try {
    return await snapshots.point(manifest);
  } catch (cause) {
    // The answer may be lost after the pointer was written.
    const pointer = await snapshots.pointer().catch(() => undefined);
    if (pointer?.newest.run === manifest.run) return 'moved';
    await followPointer(ports.catalogue, snapshots, ports.lakeBucket).catch(() => undefined);
    if (isRunError(cause, 'AccessDenied'))
      await ports.history.endShowing(manifest.run).catch(() => undefined);
    throw cause;
  }
}
