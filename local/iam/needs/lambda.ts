import { functionOf } from '../../lambda/routes';
import { arnOf, type NeedsCall, type NeedsTable, onAnything, onResource } from './need';

/** Function by name, partial or whole ARN. A version or alias is part of the resource. */
const lambdaFunction = ({ request, facts }: NeedsCall): string => {
  const given = functionOf(request);
  const qualifier = request.query.get('Qualifier');
  const arn = given.startsWith('arn:') ? given : arnOf(facts, 'lambda', `function:${given}`);
  return qualifier === null ? arn : `${arn}:${qualifier}`;
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html */
export const lambdaNeeds: NeedsTable = {
  ...onAnything('lambda', 'ListEventSourceMappings', 'ListFunctions'),
  ...onResource('lambda', lambdaFunction, 'GetFunction', 'GetFunctionConfiguration'),
  Invoke: (call) => [{ action: 'lambda:InvokeFunction', resource: lambdaFunction(call) }],
};
