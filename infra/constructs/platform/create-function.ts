import { join } from 'node:path';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, type FunctionProps } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { functionLogPrefix } from '../../../core/model/environment-names';
import { type FunctionName, type GrantTargets, grantStatements } from '../../grants/grants';
import { functionPhysicalName, pascalCase } from '../../names';
import { functionDefaults } from './function-defaults';
import { type LoggedEnvironment, logDefaults } from './log-defaults';

export interface CreatedFunctionProps {
  readonly environment: LoggedEnvironment;
  readonly grantTargets: GrantTargets;
  /**
   * Folder of `bundleFunctions`. Without it the functions have no code, which is enough for most
   * tests.
   */
  readonly bundles?: string | undefined;
}

/** Creates a function with its log group and its role. */
export function createFunction(
  scope: Construct,
  name: FunctionName,
  { environment, grantTargets, bundles }: CreatedFunctionProps,
  more: Pick<FunctionProps, 'vpc' | 'vpcSubnets' | 'securityGroups' | 'layers' | 'environment'>,
): NodejsFunction {
  const id = pascalCase(name);
  const { namePrefix } = environment;
  const logGroup = new LogGroup(scope, `${id}Log`, {
    logGroupName: `${functionLogPrefix(environment)}${name}`,
    ...logDefaults(environment),
  });
  return new NodejsFunction(scope, id, {
    functionName: functionPhysicalName(environment, name),
    code: bundles === undefined ? Code.fromInline('// not bundled') : Code.fromAsset(join(bundles, name)),
    ...functionDefaults(name),
    logGroup,
    ...more,
    role: createRole(scope, name, logGroup, grantTargets),
    environment: {
      LAKEFERRY_ENVIRONMENT: environment.name,
      ...(namePrefix === undefined ? {} : { LAKEFERRY_NAME_PREFIX: namePrefix }),
      ...more.environment,
      NODE_OPTIONS: '--enable-source-maps',
    },
  });
}

function createRole(scope: Construct, name: FunctionName, log: LogGroup, targets: GrantTargets): Role {
  const work = grantStatements(name, targets);
  return new Role(scope, `${pascalCase(name)}Role`, {
    description: `Role of Lakeferry's function ${name} (${targets.environment})`,
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: {
      Log: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            // Ends in `:*`, the streams of this group.
            resources: [log.logGroupArn],
          }),
        ],
      }),
      ...(work.length === 0 ? {} : { Work: new PolicyDocument({ statements: work }) }),
    },
  });
}
