import { readArrivalQueue } from '../../../application/lake/dead-letters';
import { type Action, present } from '../../command/invocation';
import { arrivalsDocument } from '../../json/lake-documents';
import { connect } from '../../environment/connect';
import { exitCodes } from '../../errors/exit-codes';
import { showArrivals } from './view';

export const arrivalsStatus: Action<object> = async (_input, invocation) => {
  const environment = await connect(invocation);
  const queue = await readArrivalQueue(environment);
  present(invocation, arrivalsDocument, queue, showArrivals);
  return exitCodes.done;
};
