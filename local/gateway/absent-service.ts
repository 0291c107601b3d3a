import { AwsError, type RestRequest, type RestResponse } from '../service';
import { refusal } from './dispatch';
import { renderError } from './render-error';

/** SigV4 names of AWS's services with query forms and XML answers, from the service models of botocore. */
const query = new Set([
  'autoscaling',
  'cloudformation',
  'cloudsearch',
  'elasticache',
  'elasticbeanstalk',
  'elasticloadbalancing',
  'iam',
  'importexport',
  'rds',
  'redshift',
  'sdb',
  'ses',
  'sns',
  'sts',
]);
const restXml = new Set(['cloudfront', 'route53', 's3']);

type Request = Pick<RestRequest, 'method' | 'rawPath' | 'headers'>;

/** Refuses a service that the local cloud lacks, in the protocol that its clients read. */
export function refuseAbsentService(name: string, request: Request, requestId: string): RestResponse {
  const error = new AwsError('UnknownService', refusal(name, '*'));
  if (name === 'ec2') return renderError('ec2', error, requestId);
  if (query.has(name)) return renderError('query', error, requestId);
  if (restXml.has(name)) return renderError('rest-xml', error, requestId);
  return renderError(jsonProtocol(request), error, requestId);
}

const message =
  'the request is not signed; configure credentials, such as those that "lakeferry local up" prints';

/** Refuses a request without credentials. Its form shows the protocol: a path that no JSON service has is of S3. */
export function refuseUnsigned(request: Request, requestId: string): RestResponse {
  const { headers, rawPath } = request;
  const error = new AwsError('MissingAuthenticationToken', message, 403);
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
    return renderError('query', error, requestId);
  const isS3 = rawPath !== '/' && headers['x-amz-target'] === undefined && !ofJsonService.test(rawPath);
  if (isS3) return renderError('rest-xml', new AwsError('AccessDenied', message, 403), requestId);
  return renderError(jsonProtocol(request), error, requestId);
}

/** Paths of Lambda, Scheduler, CloudWatch in CBOR, and the local cloud itself. */
const ofJsonService =
  /^\/(?:\d{4}-\d{2}-\d{2}\/|schedules(?:\/|$)|schedule-groups(?:\/|$)|tags\/arn|service\/\w+\/operation\/|_lakeferry\/)/;

function jsonProtocol({ headers }: Request): 'json-1.0' | 'json-1.1' | 'rest' {
  if (headers['x-amz-target'] === undefined) return 'rest';
  return headers['content-type'] === 'application/x-amz-json-1.0' ? 'json-1.0' : 'json-1.1';
}
