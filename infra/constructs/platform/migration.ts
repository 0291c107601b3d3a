import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { functionNames, startedByEvents } from '../../grants/grants';
import { stateMachineName } from '../../names';
import type { Functions } from './functions';
import { type LoggedEnvironment, logDefaults } from './log-defaults';

const definitionFile = join(__dirname, '..', '..', '..', 'statemachine', 'migration.asl.json');

/**
 * State machine of a run: the definition in `statemachine/`, with its placeholders replaced by the
 * functions.
 */
export class Migration extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, environment: LoggedEnvironment, functions: Functions) {
    super(scope, id);
    const name = stateMachineName(environment);
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName: name,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromFile(definitionFile),
      definitionSubstitutions: functions.placeholders(),
      tracingEnabled: true,
      logs: {
        level: LogLevel.ERROR,
        includeExecutionData: false,
        // Log groups under /aws/vendedlogs need no entry in the account's resource policy, which
        // has a size limit.
        destination: new LogGroup(this, 'Log', {
          logGroupName: `/aws/vendedlogs/states/${name}`,
          ...logDefaults(environment),
        }),
      },
      role: new Role(this, 'Role', {
        description: `State machine of Lakeferry (${environment.name}) invokes its functions`,
        assumedBy: new ServicePrincipal('states.amazonaws.com', {
          conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
        }),
        inlinePolicies: {
          InvokeFunctions: new PolicyDocument({
            statements: [
              new PolicyStatement({
                actions: ['lambda:InvokeFunction'],
                resources: functionNames
                  .filter((name) => !startedByEvents.has(name))
                  .map((name) => functions.get(name).functionArn),
              }),
            ],
          }),
        },
      }),
    });
  }
}
