import { CfnEventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { NamedEnvironment } from '../../../core/model/environment-names';
import { eventBusName } from '../../names';

/**
 * Bus of the events about runs and jobs. A bus of its own keeps the rules of hand-offs and webhooks out of the quota of the
 * account's default bus.
 */
export class EventBus extends Construct {
  readonly bus: CfnEventBus;

  constructor(scope: Construct, id: string, environment: NamedEnvironment) {
    super(scope, id);
    this.bus = new CfnEventBus(this, 'Bus', {
      name: eventBusName(environment),
      description: `Events of Lakeferry (${environment.name}): ends of runs, and changes of jobs and replications`,
    });
  }
}
