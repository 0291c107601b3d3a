import { lambda } from '../../aws/lambda';
import { pollTasks } from './poll-tasks';
import { sweepPorts } from './sweep-ports';

export const handler = lambda(sweepPorts, pollTasks);
