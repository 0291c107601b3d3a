import { readArrivalQueue } from '../../../application/lake/dead-letters';
import { type Action, present } from '../../command/invocation';
import { connect } from '../../environment/connect';
import { exitCodes } from '../../errors/exit-codes';
import { showArrivals } from './view';

export const arrivalsStatus: Action<object> = async (_input, invocation) => {
  const environment = await connect(invocation);
  const queue = await readArrivalQueue(environment);
  present(invocation, queue, showArrivals);
  return exitCodes.done;
};
