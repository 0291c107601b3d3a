import type { CloudEvent } from '../service';
import type { Execution } from './execution';

/**
 * Status change event: https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html.
 * Dates are epoch milliseconds.
 */
export function statusEvent(execution: Execution): CloudEvent {
  const { executionArn, stateMachineArn, name, input, startDate } = execution.identity;
  const { ending } = execution;
  return {
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    resources: [executionArn],
    detail: {
      executionArn,
      stateMachineArn,
      name,
      status: execution.status,
      startDate: startDate.getTime(),
      stopDate: ending?.stopDate.getTime() ?? null,
      input,
      output: ending?.output ?? null,
      inputDetails: { included: true },
      outputDetails: ending?.output === undefined ? null : { included: true },
      error: ending?.error ?? null,
      cause: ending?.cause ?? null,
      stateMachineVersionArn: null,
      stateMachineAliasArn: null,
      redriveCount: execution.redrives.count,
      redriveDate: execution.redrives.at?.getTime() ?? null,
      redriveStatus: ending === undefined || ending.status === 'SUCCEEDED' ? 'NOT_REDRIVABLE' : 'REDRIVABLE',
      redriveStatusReason: null,
    },
  };
}
