import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { refusal } from '../gateway/dispatch';
import { isInput } from '../gateway/input';
import { parseJsonBody, renderJson } from '../gateway/json-protocol';
import { queryError, toAwsError } from '../gateway/render-error';
import {
  AwsError,
  type CloudContext,
  type Input,
  type RestRequest,
  type RestResponse,
  type RestService,
} from '../service';
import { checkRequest, checkResponse } from '../service-models/check-calls';
import { type DeployedAlarm, describeAlarms } from './alarms';
import { decodeCbor, encodeCbor } from './cbor';
import { MetricStore } from './metrics';
import { metricOperations } from './operations';

const target = 'GraniteServiceVersion20100801';

/**
 * CloudWatch metrics in the two protocols of its clients: AWS JSON 1.0 (SDK for JavaScript) and Smithy RPC v2
 * CBOR (AWS CLI, boto3).
 */
export function createCloudWatch(
  context: CloudContext,
  store = new MetricStore([]),
  alarms: () => readonly DeployedAlarm[] = () => [],
): RestService {
  const operations = {
    ...metricOperations(context, store),
    DescribeAlarms: describeAlarms(context, alarms, store),
  };
  const byName = new Map<string, (input: Input) => unknown>(Object.entries(operations));
  const run = (name: string, input: Input): unknown => {
    const operation = byName.get(name);
    if (operation === undefined) throw new AwsError('UnknownOperationException', refusal('monitoring', name));
    checkRequest('monitoring', name, input);
    const result = operation(input) ?? {};
    checkResponse('monitoring', name, result);
    return result;
  };
  return {
    protocol: 'rest',
    name: 'monitoring',
    operationOf,
    operationNames: Object.keys(operations),
    permissionInput: { PutMetricData: (body, request) => readInput({ ...request, body }) },
    async handle(request) {
      const isCbor = speaksCbor(request);
      try {
        const input = await readInput(request);
        return answer(200, run(operationOf(request), input), isCbor);
      } catch (cause) {
        const error = toAwsError(cause, 'monitoring');
        if (error.code === 'InternalFailure') context.log(error.message);
        const answered = answer(
          error.statusCode,
          { __type: error.code, message: error.message, ...error.members },
          isCbor,
        );
        return { ...answered, headers: { ...answered.headers, 'x-amzn-query-error': queryError(error, {}) } };
      }
    },
  };
}

/**
 * Name of the operation: from `/service/GraniteServiceVersion20100801/operation/<name>` in CBOR, from the
 * header X-Amz-Target in JSON.
 */
function operationOf({ headers, rawPath }: Omit<RestRequest, 'body'>): string {
  const [, service, operation] = /^\/service\/(\w+)\/operation\/(\w+)$/.exec(rawPath) ?? [];
  if (service === target && operation !== undefined) return operation;
  const name = headers['x-amz-target'] ?? '';
  return name.startsWith(`${target}.`) ? name.slice(target.length + 1) : '*';
}

function speaksCbor({ headers }: RestRequest): boolean {
  return headers['smithy-protocol'] === 'rpc-v2-cbor';
}

async function readInput(request: RestRequest): Promise<Input> {
  const raw = await buffer(request.body);
  // The SDK compresses a large PutMetricData.
  const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
  if (!speaksCbor(request)) return parseJsonBody(body.toString('utf8'));
  const value = body.length === 0 ? {} : decodeCbor(body);
  if (isInput(value)) return value;
  throw new AwsError('SerializationException', 'the request body must be a CBOR map');
}

function answer(statusCode: number, result: unknown, isCbor: boolean): RestResponse {
  if (!isCbor)
    return {
      statusCode,
      headers: { 'content-type': 'application/x-amz-json-1.0' },
      body: renderJson(result),
    };
  const headers = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };
  return { statusCode, headers, body: encodeCbor(result) };
}
