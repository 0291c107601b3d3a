import { readPath } from '../../s3/s3-request';
import type { RestService } from '../../service';
import type { CustomResourceRequests } from './requests';

/** S3 with CloudFormation's bucket for the answers of custom resources, which nobody can list or read. */
export function withResponseBucket<S3 extends RestService>(s3: S3, requests: CustomResourceRequests): S3 {
  const isResponse = ({ rawPath }: { readonly rawPath: string }): boolean =>
    readPath(rawPath).bucket === requests.bucket;
  return {
    ...s3,
    // Not one of the operations: the URL is the permission.
    operationOf: (request) =>
      isResponse(request) ? 'PutCustomResourceResponse' : (s3.operationOf?.(request) ?? request.method),
    handle: (request, caller) =>
      isResponse(request) ? requests.receive(request) : s3.handle(request, caller),
  };
}
