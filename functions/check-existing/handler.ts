import { setTimeout } from 'node:timers/promises';
import type { Context } from 'aws-lambda';
import { answerCustomResource } from '../../aws/cloudformation/custom-resource';
import { createStacks } from '../../aws/cloudformation/stacks';
import { createExistingResources } from '../../aws/existing/existing-resources';
import { createLog } from '../../aws/log';
import { checkExisting } from './check-existing';

const environment = process.env['LAKEFERRY_ENVIRONMENT'] ?? '';
const log = createLog(environment);
const ports = {
  existing: createExistingResources(),
  stacks: createStacks(),
  answer: answerCustomResource,
  environment,
  log,
  pause: async (milliseconds: number) => void (await setTimeout(milliseconds)),
};

/** Runs before the history exists, so it has no settings about it, and its few requests to DMS are not counted. */
export const handler = async (event: unknown, context?: Context) => {
  log.begin(context, {});
  return await checkExisting(ports, event);
};
