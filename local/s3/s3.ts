import { refusal } from '../gateway/dispatch';
import { AwsError, type CloudContext, type RestService } from '../service';
import { bucketOperations } from './buckets';
import { copyLimitBytes, copyOperations } from './copying';
import { FileObjectStore } from './file-store';
import { listingOperations } from './listing';
import { multipartOperations } from './multipart';
import { type MayDelete, objectOperations } from './objects';
import { operationName, readPath, type S3Operation } from './s3-request';
import { taggingOperations } from './tagging';
import { versionOperations } from './versions';

export interface LocalS3 extends RestService {
  /** The same buckets and objects, for services in this process. */
  readonly objects: FileObjectStore;
}

export interface S3Options {
  /** Replaces CopyObject's limit of 5 GiB, for tests. */
  readonly copyLimit?: number;
  /** Absent: every caller may delete. */
  readonly mayDelete?: MayDelete;
}

/** S3 on files of this machine. */
export function createS3(context: CloudContext, options: S3Options = {}): LocalS3 {
  const objects = new FileObjectStore(context);
  const operations: Readonly<Record<string, S3Operation>> = {
    ...bucketOperations(objects, context),
    ...objectOperations(objects, options.mayDelete ?? (() => undefined)),
    ...listingOperations(objects),
    ...versionOperations(objects),
    ...copyOperations(objects, options.copyLimit ?? copyLimitBytes),
    ...multipartOperations(objects, context),
    ...taggingOperations(objects),
  };
  return {
    protocol: 'rest',
    errorFormat: 'xml',
    name: 's3',
    objects,
    operationOf: operationName,
    operationNames: Object.keys(operations),
    async handle(request, caller) {
      const operation = operationName(request);
      const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
      if (run === undefined) throw new AwsError('NotImplemented', refusal('s3', operation), 501);
      const { query, headers, body } = request;
      if (query.has('versionId')) throw new AwsError('NotImplemented', refusal('s3', 'versionId'), 501);
      return run({ operation, ...readPath(request.rawPath), query, headers, body, caller });
    },
  };
}
