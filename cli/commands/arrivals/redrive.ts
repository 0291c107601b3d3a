import { redriveDeadLetters } from '../../../application/lake/dead-letters';
import { type Action, present } from '../../command/invocation';
import { redrivenDocument } from '../../json/lake-documents';
import { connect } from '../../environment/connect';
import { exitCodes } from '../../errors/exit-codes';
import { untilInterrupted } from '../../output/until-interrupted';
import { showRedriven } from './view';

export const arrivalsRedrive: Action<object> = async (_input, invocation) => {
  const environment = await connect(invocation);
  const redriven = await untilInterrupted(
    invocation.shell,
    'the copies that were sent again continue: repeat the command for the others',
    () => redriveDeadLetters(environment),
  );
  present(invocation, redrivenDocument, redriven, showRedriven);
  return exitCodes.done;
};
