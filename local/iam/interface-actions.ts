/**
 * Actions with which Lambda places a function in a VPC, by the function's role
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html).
 */
export const interfaceActions = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
] as const;
