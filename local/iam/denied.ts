import { AwsError } from '../service';
import type { Decision, PolicyType } from './evaluate';

/** Decision against a call, with what was requested. */
export interface Refusal {
  /** ARN of the session, or the name of a service. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly decision: Exclude<Decision, { kind: 'allowed' }> | { readonly kind: 'not-trusted' };
}

/**
 * Message of AWS for a denied request:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function sentence({ principal, action, resource, decision }: Refusal): string {
  const start = `User: ${principal} is not authorized to perform: ${action} on resource: ${resource}`;
  switch (decision.kind) {
    case 'explicit-deny':
      return `${start} with an explicit deny in ${decision.policies === 'identity-based' ? 'an' : 'a'} ${nameOf(decision.policies)}`;
    case 'implicit-deny':
      return `${start} because no ${nameOf(decision.policies)} allows the ${action} action`;
    case 'not-trusted':
      return `${start} because no role trust policy allows the ${action} action`;
  }
}

function nameOf(policies: PolicyType): string {
  return policies === 'permissions-boundary' ? 'permissions boundary' : `${policies} policy`;
}

/**
 * Error codes that do not end in `Exception`: those of services that answer in XML. SNS has its own (API
 * reference, Publish).
 */
const codes: Readonly<Record<string, string>> = {
  cloudformation: 'AccessDenied',
  s3: 'AccessDenied',
  sns: 'AuthorizationError',
  sts: 'AccessDenied',
};

const overRestOrXml = new Set(['cloudformation', 's3', 'sns', 'sts', 'lambda', 'scheduler']);

/** Error with which `service` answers a refusal: status 403, or 400 over AWS JSON. */
export function accessDenied(service: string, refusal: Refusal): AwsError {
  const status = overRestOrXml.has(service) ? 403 : 400;
  return new AwsError(codes[service] ?? 'AccessDeniedException', sentence(refusal), status);
}
