import { lambda } from '../../aws/lambda';
import { pollPorts } from './poll-ports';
import { pollTasks } from './poll-tasks';

export const handler = lambda(pollPorts, pollTasks);
