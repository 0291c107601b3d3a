/** Problem of an ARN in a partition that has none of the supported regions, such as aws-cn. */
export function otherPartition(arn: string): { readonly message: string; readonly hint: string } {
  const [, partition = ''] = arn.split(':');
  return {
    message: `"${arn}" is in the partition ${partition}, which Lakeferry does not support`,
    hint: 'write an ARN that starts with arn:aws:',
  };
}
