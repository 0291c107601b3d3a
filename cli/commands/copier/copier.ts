import { createDeadLetters } from '../../../aws/dead-letters';
import { present, type Run } from '../../command';
import { connect } from '../../connect';
import { type CopierState, readCopierState, redrive } from '../../copier/dead-letters';
import { exitCodes, notFound } from '../../exit-codes';
import { plural } from '../../output/quantities';

export const copierStatus: Run = async (invocation) => {
  const { platform } = await connect(invocation);
  const state = await readCopierState(createDeadLetters(), platform.environment);
  if (state === undefined)
    throw notFound(
      `environment ${platform.environment} has no copier: deploy it again with this version of Lakeferry`,
    );
  present(invocation, state, ({ waiting, inWork, deadLetters, reasons }) =>
    [
      `${plural(waiting, 'message')} waiting, ${inWork} in work`,
      deadLetters === 0 ? 'no dead letters' : `${plural(deadLetters, 'dead letter')}:`,
      ...shown(reasons),
      ...(deadLetters === 0 ? [] : ['mend the cause, then: lakeferry copier redrive']),
    ].join('\n'),
  );
  return exitCodes.done;
};

export const copierRedrive: Run = async (invocation) => {
  const { platform } = await connect(invocation);
  const redriven = await redrive(createDeadLetters(), platform.environment);
  present(invocation, redriven, ({ sent, reasons }) =>
    sent === 0
      ? 'no dead letters'
      : [`${plural(sent, 'message')} sent again; they had failed because:`, ...shown(reasons)].join('\n'),
  );
  return exitCodes.done;
};

function shown(reasons: CopierState['reasons']): string[] {
  return reasons.map(({ reason, letters }) => `  ${letters} x ${reason}`);
}
