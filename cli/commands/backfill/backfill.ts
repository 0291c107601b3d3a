import { backfill } from '../../../application/lake/backfill';
import { type Action, present } from '../../command/invocation';
import { backfilledDocument } from '../../json/lake-documents';
import { connect } from '../../environment/connect';
import { exitCodes } from '../../errors/exit-codes';
import type { Since } from '../../options/since';
import { LiveLines } from '../../output/live-lines';
import { untilInterrupted } from '../../output/until-interrupted';
import { progressLine, showBackfilled } from './view';

interface Input {
  readonly job: string;
  readonly since: Since;
}

export const backfillJob: Action<Input> = async ({ job, since }, invocation) => {
  const { shell, options } = invocation;
  const now = shell.now();
  const environment = await connect(invocation);
  const live = new LiveLines(shell);
  const onProgress = (done: number, of: number): void => {
    if (!options.json) live.show([progressLine(done, of)]);
  };
  const goesOn = 'nothing continues: repeat the command, which skips the files that are in the lake';
  const result = await untilInterrupted(shell, goesOn, () =>
    backfill(environment, { job, since: since(now), now, onProgress }),
  ).finally(() => live.end({ keep: false }));
  present(invocation, backfilledDocument, result, showBackfilled);
  return exitCodes.done;
};
