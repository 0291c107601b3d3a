import { answerCustomResource } from '../../aws/cloudformation/custom-resource';
import { createHistory } from '../../aws/history/history';
import { lambda } from '../../aws/lambda';
import { createTriggerWholePoll } from '../../aws/poll-trigger';
import { holdTasks } from './hold-tasks';

export const handler = lambda(
  ({ historyTable, pollFunction }, { log }) => ({
    history: createHistory({ tableName: historyTable, log }),
    triggerPoll: createTriggerWholePoll(pollFunction),
    answer: answerCustomResource,
    log,
  }),
  holdTasks,
);
