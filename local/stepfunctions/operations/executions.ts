import { z } from 'zod';
import { cutPage } from '../../gateway/paging';
import { parseRequest } from '../../parse-request';
import type { Operation } from '../../service';
import type { Execution } from '../execution';
import type { Executions } from '../executions';
import type { HistoryEvent } from '../history';
import { notRedrivableBecause } from '../redrive';
import type { StateMachines } from '../state-machines';
import { includedData, seconds } from './machines';

const Start = z.strictObject({
  stateMachineArn: z.string(),
  name: z.string().optional(),
  input: z.string().optional(),
  traceHeader: z.string().optional(),
});
const ByArn = z.strictObject({ executionArn: z.string(), includedData });
const Redrive = z.strictObject({
  executionArn: z.string(),
  clientToken: z.string().min(1).max(64).optional(),
});
const Stop = z.strictObject({
  executionArn: z.string(),
  error: z.string().max(256).optional(),
  cause: z.string().max(32_768).optional(),
});
const List = z.strictObject({
  stateMachineArn: z.string(),
  statusFilter: z
    .enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'])
    .optional(),
  maxResults: z.int().min(0).max(1000).optional(),
  nextToken: z.string().optional(),
});
const HistoryInput = z.strictObject({
  executionArn: z.string(),
  maxResults: z.int().min(0).max(1000).optional(),
  reverseOrder: z.boolean().default(false),
  nextToken: z.string().optional(),
  includeExecutionData: z.boolean().default(true),
});

export function executionOperations(
  machines: StateMachines,
  executions: Executions,
): Record<string, Operation> {
  return {
    StartExecution: (input) => {
      const wanted = parseRequest(Start, input);
      const { executionArn, startDate } = executions.start(
        machines.get(wanted.stateMachineArn),
        wanted,
      ).identity;
      return { executionArn, startDate: seconds(startDate) };
    },
    RedriveExecution: (input) => {
      const { executionArn, clientToken } = parseRequest(Redrive, input);
      return { redriveDate: seconds(executions.redrive(executionArn, clientToken)) };
    },
    StopExecution: (input) => {
      const { executionArn, error, cause } = parseRequest(Stop, input);
      const execution = executions.get(executionArn);
      execution.abort({
        ...(error === undefined ? {} : { error }),
        ...(cause === undefined ? {} : { cause }),
      });
      return { stopDate: execution.ending && seconds(execution.ending.stopDate) };
    },
    DescribeExecution: (input) => describe(executions.get(parseRequest(ByArn, input).executionArn)),
    DescribeStateMachineForExecution: (input) => {
      const { identity } = executions.get(parseRequest(ByArn, input).executionArn);
      const { stateMachineArn, definitionText, roleArn, startDate } = identity;
      const name = stateMachineArn.slice(stateMachineArn.lastIndexOf(':') + 1);
      return { stateMachineArn, name, definition: definitionText, roleArn, updateDate: seconds(startDate) };
    },
    ListExecutions: (input) => {
      const { stateMachineArn, statusFilter, maxResults, nextToken } = parseRequest(List, input);
      const found = executions
        .of(machines.get(stateMachineArn).arn)
        .filter((execution) => statusFilter === undefined || execution.status === statusFilter);
      const { page, nextToken: next } = cutPage(found, maxResults || 100, nextToken, 'InvalidToken');
      return { executions: page.map(summary), nextToken: next };
    },
    GetExecutionHistory: (input) => {
      const wanted = parseRequest(HistoryInput, input);
      const { events } = executions.get(wanted.executionArn).machine.history;
      const ordered = wanted.reverseOrder ? [...events].reverse() : events;
      const { page, nextToken } = cutPage(
        ordered,
        wanted.maxResults || 100,
        wanted.nextToken,
        'InvalidToken',
      );
      const shown = page.map((event) => onWire(event, wanted.includeExecutionData));
      return { events: shown, nextToken };
    },
  };
}

function summary(execution: Execution): Record<string, unknown> {
  const { executionArn, stateMachineArn, name, startDate } = execution.identity;
  const { ending } = execution;
  return {
    executionArn,
    stateMachineArn,
    name,
    status: execution.status,
    startDate: seconds(startDate),
    ...(ending === undefined ? {} : { stopDate: seconds(ending.stopDate) }),
    redriveCount: execution.redrives.count,
    ...(execution.redrives.at === undefined ? {} : { redriveDate: seconds(execution.redrives.at) }),
  };
}

function describe(execution: Execution): Record<string, unknown> {
  const { ending, identity } = execution;
  const reason = notRedrivableBecause(execution);
  return {
    ...summary(execution),
    input: identity.input,
    inputDetails: { included: true },
    ...(ending?.output === undefined ? {} : { output: ending.output, outputDetails: { included: true } }),
    ...(ending?.error === undefined ? {} : { error: ending.error }),
    ...(ending?.cause === undefined ? {} : { cause: ending.cause }),
    ...(reason === undefined
      ? { redriveStatus: 'REDRIVABLE' }
      : { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: reason }),
  };
}

const data = new Set(['input', 'output', 'assignedVariables']);

function onWire(event: HistoryEvent, includeData: boolean): Record<string, unknown> {
  const whole = { ...event, timestamp: event.timestamp / 1000 };
  if (includeData) return whole;
  const entries = Object.entries(whole).map(([key, value]) => [
    key,
    typeof value === 'object'
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([name]) => !data.has(name))
            // The model requires it.
            .map(([name, inner]) => [name, name === 'parameters' ? '' : inner]),
        )
      : value,
  ]);
  return Object.fromEntries(entries);
}
