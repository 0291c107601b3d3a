import { CfnResource, Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  AlarmStatusWidget,
  Dashboard,
  type DashboardProps,
  GraphWidget,
  type IWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { platformName } from '../../names';
import type { EnvironmentDashboardProps, Graph } from './graph';
import { functionWidgets, instanceWidgets, loadWidgets, replicationWidgets, runWidgets } from './widgets';

/** Columns of a dashboard (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html). */
const columns = 24;
const graphHeight = 6;

/** The dashboard of an environment. Create it last: it shows all alarms that its stack has by then. */
export class EnvironmentDashboard extends Construct {
  constructor(scope: Construct, id: string, props: EnvironmentDashboardProps) {
    super(scope, id);
    const { environment } = props;
    const dashboard = new Dashboard(this, 'Dashboard', {
      dashboardName: platformName(environment),
      defaultInterval: Duration.days(1),
      widgets: [
        [
          new TextWidget({
            width: columns,
            height: 2,
            markdown: `# Lakeferry ${environment.name}\nMetrics have no dimension per job. Ask \`lakeferry status\`, \`history\` and \`show\` about one job or run.`,
          }),
        ],
        [
          new AlarmStatusWidget({
            title: 'Alarms',
            width: columns,
            height: graphHeight,
            alarms: Stack.of(this)
              .node.findAll()
              .filter((construct) => construct instanceof Alarm),
          }),
        ],
        row(runWidgets(props)),
        row(loadWidgets(props)),
        row(replicationWidgets(props)),
        row(instanceWidgets(props)),
        row(functionWidgets(props)),
      ],
    } satisfies DashboardProps);
    // Tags of dashboards are new: cfn-lint 1.51 rejects them. CloudFormation adds the tags of the stack where it can.
    const resource = dashboard.node.defaultChild;
    if (CfnResource.isCfnResource(resource)) resource.addPropertyDeletionOverride('Tags');
  }
}

function row(graphs: readonly Graph[]): IWidget[] {
  return graphs.map(
    ({ title, metrics, stacked = false, unit }) =>
      new GraphWidget({
        title,
        left: [...metrics],
        stacked,
        width: columns / graphs.length,
        height: graphHeight,
        leftYAxis: {
          min: 0,
          ...(unit === undefined ? { showUnits: false } : { label: unit, showUnits: false }),
        },
      }),
  );
}
