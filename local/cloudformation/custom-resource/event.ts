import { isInput } from '../../gateway/input';
import type { Input } from '../../service';

export type RequestType = 'Create' | 'Update' | 'Delete';

/** Custom resource of a stack, as CloudFormation describes it to the provider. */
export interface CustomResourceRequest {
  readonly type: RequestType;
  readonly stackId: string;
  readonly logicalId: string;
  readonly resourceType: string;
  /** Absent for `Create` only. */
  readonly physicalId?: string;
  readonly properties: Input;
  /** For `Update` only. */
  readonly formerProperties?: Input;
}

/**
 * Event that the function of a custom resource receives
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requesttypes.html). `ServiceToken` is not
 * documented, but sent with every request (https://github.com/aws/aws-lambda-rust-runtime/pull/695).
 */
export function customResourceEvent(
  request: CustomResourceRequest,
  requestId: string,
  responseUrl: string,
): Input {
  const { type, stackId, logicalId, resourceType, physicalId, properties, formerProperties } = request;
  return {
    RequestType: type,
    ServiceToken: properties['ServiceToken'],
    ResponseURL: responseUrl,
    StackId: stackId,
    RequestId: requestId,
    LogicalResourceId: logicalId,
    ...(physicalId === undefined ? {} : { PhysicalResourceId: physicalId }),
    ResourceType: resourceType,
    ResourceProperties: withTexts(properties),
    ...(formerProperties === undefined ? {} : { OldResourceProperties: withTexts(formerProperties) }),
  };
}

/** Value with every number and boolean as a text (https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1037). */
function withTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTexts);
  if (isInput(value))
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withTexts(member)]));
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}
