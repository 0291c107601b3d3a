import { arnOf, type NeedsTable, named, onAnything, onResource, passRole, type Row } from './need';

const creating: Row = ({ input, facts }) => [
  {
    action: 'states:CreateStateMachine',
    resource: arnOf(facts, 'states', `stateMachine:${named(input, 'name')}`),
  },
  ...passRole('states.amazonaws.com', input['roleArn']),
];

const updating: Row = ({ input }) => [
  { action: 'states:UpdateStateMachine', resource: named(input, 'stateMachineArn') },
  ...passRole('states.amazonaws.com', input['roleArn']),
];

/**
 * SendTask* have no resource types:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
 */
export const statesNeeds: NeedsTable = {
  ...onAnything(
    'states',
    'ListStateMachines',
    'SendTaskFailure',
    'SendTaskHeartbeat',
    'SendTaskSuccess',
    'ValidateStateMachineDefinition',
  ),
  ...onResource(
    'states',
    ({ input }) => named(input, 'stateMachineArn'),
    'StartExecution',
    'ListExecutions',
    'DescribeStateMachine',
    'DeleteStateMachine',
  ),
  ...onResource(
    'states',
    ({ input }) => named(input, 'executionArn'),
    'DescribeExecution',
    'DescribeStateMachineForExecution',
    'GetExecutionHistory',
    'RedriveExecution',
    'StopExecution',
  ),
  ...onResource(
    'states',
    ({ input }) => named(input, 'resourceArn'),
    'ListTagsForResource',
    'TagResource',
    'UntagResource',
  ),
  CreateStateMachine: creating,
  UpdateStateMachine: updating,
};
