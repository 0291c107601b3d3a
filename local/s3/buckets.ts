import { xmlElement } from '../gateway/xml';
import type { CloudContext } from '../service';
import type { FileObjectStore } from './file-store';
import { xmlResponse } from './objects';
import type { S3Operation } from './s3-request';

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** Operations of buckets. */
export function bucketOperations(store: FileObjectStore, context: CloudContext): Record<string, S3Operation> {
  return {
    ListBuckets() {
      const buckets = store
        .buckets()
        .map(({ name, createdAt }) => xmlElement('Bucket', { Name: name, CreationDate: createdAt }))
        .join('');
      const owner = xmlElement('Owner', { ID: context.account });
      return xmlResponse(
        `<ListAllMyBucketsResult>${owner}<Buckets>${buckets}</Buckets></ListAllMyBucketsResult>`,
      );
    },
    async CreateBucket({ bucket }) {
      await store.createBucket(bucket);
      return { statusCode: 200, headers: { location: `/${bucket}` } };
    },
    HeadBucket({ bucket }) {
      store.bucket(bucket);
      return { statusCode: 200, headers: { 'x-amz-bucket-region': context.region } };
    },
    async DeleteBucket({ bucket }) {
      await store.deleteBucket(bucket);
      return { statusCode: 204, headers: {} };
    },
    GetBucketNotificationConfiguration({ bucket }) {
      const bridge = store.bucket(bucket).tellsEventBridge ? '<EventBridgeConfiguration/>' : '';
      return xmlResponse(
        `<NotificationConfiguration xmlns="${namespace}">${bridge}</NotificationConfiguration>`,
      );
    },
    GetBucketVersioning({ bucket }) {
      store.bucket(bucket);
      // No version is ever kept here, whatever a template says.
      return xmlResponse(`<VersioningConfiguration xmlns="${namespace}"/>`);
    },
    GetBucketEncryption({ bucket }) {
      store.bucket(bucket);
      // The default of S3, whatever a template says.
      const rule =
        '<ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault>';
      return xmlResponse(
        `<ServerSideEncryptionConfiguration xmlns="${namespace}"><Rule>${rule}<BucketKeyEnabled>false</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>`,
      );
    },
    GetBucketLocation({ bucket }) {
      store.bucket(bucket);
      return xmlResponse(`<LocationConstraint xmlns="${namespace}">${context.region}</LocationConstraint>`);
    },
  };
}
