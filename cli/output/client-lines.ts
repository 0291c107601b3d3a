import { clientEnvironment, type LocalCloudAddress } from '../environment/local-cloud-address';

/**
 * Shell commands that point the AWS CLI and SDKs to the cloud. AWS CLI 1 sends `aws sqs` to AWS whatever its variables and its
 * configuration say, except for `--endpoint-url` (awscli/customizations/overridesslcommonname.py).
 */
export function clientLines(address: LocalCloudAddress): readonly string[] {
  return [
    ...Object.entries(clientEnvironment(address)).map(([name, value]) => `export ${name}=${value}`),
    '# without this, AWS CLI 1 sends "aws sqs" to AWS:',
    'aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }',
  ];
}
