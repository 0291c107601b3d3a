import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import type { Log, LogFields } from '../core/monitoring/log';

/** Log of a function, whose lines name the invocation and what it is about. Lambda runs one invocation at a time. */
export interface InvocationLog extends Log {
  /** Names the invocation, and the run and job of its event, in the lines that follow. */
  begin(context: Context | undefined, about: LogFields): void;
}

export function createLog(environment: string): InvocationLog {
  const logger = new Logger({ serviceName: 'lakeferry', persistentKeys: { environment } });
  return {
    begin(context, about) {
      logger.resetKeys();
      if (context !== undefined) logger.addContext(context);
      logger.appendKeys(about);
    },
    info: (message, fields = {}) => logger.info(message, fields),
    error: (message, fields = {}) => logger.error(message, fields),
  };
}
