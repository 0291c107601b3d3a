import { Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

export interface StagingWriterProps {
  readonly bucketName: string;
  /** Staging folders of the department's jobs, without leading or trailing slashes. */
  readonly folders: readonly string[];
  /** Key of a bucket that others own. */
  readonly kmsKeyArn?: string | undefined;
}

/**
 * Role by which DMS writes a department's staged files, and those of no other department. DMS
 * deletes files when it loads a table again
 * (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.S3.html, prerequisites).
 */
export class StagingWriter extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, { bucketName, folders, kmsKeyArn }: StagingWriterProps) {
    super(scope, id);
    const { partition, account } = Stack.of(this);
    const bucketArn = `arn:${partition}:s3:::${bucketName}`;
    // Only top folders, one per department, so that the policy stays short for any number of jobs.
    const topFolders = [...new Set(folders.map((folder) => folder.split('/')[0] ?? folder))].sort();
    this.role = new Role(this, 'Role', {
      description: `DMS writes into the staging folders ${topFolders.join(', ')}`,
      assumedBy: new ServicePrincipal('dms.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
      inlinePolicies: {
        WriteStaging: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['s3:PutObject', 's3:DeleteObject', 's3:PutObjectTagging'],
              resources: topFolders.map((folder) => `${bucketArn}/${folder}/*`),
            }),
            new PolicyStatement({
              actions: ['s3:GetBucketLocation', 's3:ListBucket'],
              resources: [bucketArn],
            }),
            ...(kmsKeyArn === undefined
              ? []
              : [
                  // Parts of a large file are decrypted before they are joined.
                  new PolicyStatement({
                    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
                    resources: [kmsKeyArn],
                  }),
                ]),
          ],
        }),
      },
    });
  }
}
