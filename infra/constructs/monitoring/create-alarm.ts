import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export interface NamedAlarm extends Partial<AlarmProps> {
  readonly alarmName: string;
  /** Event and reaction, with a log group or a command. */
  readonly alarmDescription: string;
  readonly metric: IMetric;
}

/** Alarm that publishes to the alerts topic. Default: above 0 in one period, and data that is missing is good. */
export function createAlarm(scope: Construct, id: string, alerts: ITopic, alarm: NamedAlarm): Alarm {
  const created = new Alarm(scope, id, {
    threshold: 0,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
    ...alarm,
  });
  created.addAlarmAction(new SnsAction(alerts));
  return created;
}
