import { redriveDeadLetters } from '../../../application/lake/dead-letters';
import { type Action, present } from '../../command/invocation';
import { redrivenDocument } from '../../json/lake-documents';
import { connect } from '../../environment/connect';
import { exitCodes } from '../../errors/exit-codes';
import { showRedriven } from './view';

export const arrivalsRedrive: Action<object> = async (_input, invocation) => {
  const environment = await connect(invocation);
  const redriven = await redriveDeadLetters(environment);
  present(invocation, redrivenDocument, redriven, showRedriven);
  return exitCodes.done;
};
