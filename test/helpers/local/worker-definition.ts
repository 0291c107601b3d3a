/** Definition of a function for a worker alone, but for the folder of its code. */
export const workerDefinition = {
  name: 'worker',
  arn: 'arn:aws:lambda:eu-west-1:000000000000:function:worker',
  roleArn: 'arn:aws:iam::000000000000:role/worker-role',
  handler: 'index.handler',
  runtime: 'nodejs24.x',
  environment: {},
  timeoutSeconds: 5,
  memoryMiB: 64,
};
