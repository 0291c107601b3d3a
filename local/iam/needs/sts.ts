import { type NeedsTable, named } from './need';

/** GetCallerIdentity is allowed to everybody, whatever policies say (API reference, GetCallerIdentity). */
export const stsNeeds: NeedsTable = {
  GetCallerIdentity: () => [],
  AssumeRole: ({ input }) => [
    {
      action: 'sts:AssumeRole',
      resource: named(input, 'RoleArn'),
      context: { 'sts:rolesessionname': named(input, 'RoleSessionName') },
    },
  ],
};
