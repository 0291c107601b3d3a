import type { RunInput } from '../../../core/runs/record/run-input';

export const endpoints = {
  sourceEndpointArn: 'arn:aws:dms:eu-west-1:000000000000:endpoint:SOURCE',
  targetEndpointArn: 'arn:aws:dms:eu-west-1:000000000000:endpoint:TARGET',
  replicationInstanceArn: 'arn:aws:dms:eu-west-1:000000000000:rep:INSTANCE',
};

/** What a schedule sends for `sales/orders-daily`. */
export function scheduledInput(
  over: Partial<RunInput> = {},
  scheduledTime = '2026-03-01T10:00:00Z',
): RunInput {
  return {
    job: 'sales/orders-daily',
    plan: { bucket: 'assets', key: 'sales.json' },
    endpoints,
    trigger: {
      by: 'schedule',
      scheduleArn: 'arn:aws:scheduler:eu-west-1:000000000000:schedule/lakeferry-dev/dev-sales-orders-daily',
      scheduledTime,
    },
    ...over,
  };
}

export function requestedInput(requestId: string, requestedAt = '2026-03-01T10:00:00.000Z'): RunInput {
  return scheduledInput({ trigger: { by: 'request', requestedBy: 'ada', requestedAt, requestId } });
}
