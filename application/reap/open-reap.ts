import { createDeadLetters } from '../../aws/dead-letters';
import { createDms } from '../../aws/dms/dms';
import { createTaskList } from '../../aws/dms/list-tasks';
import { createLakeDocuments } from '../../aws/lake/documents';
import { createLakeObjects } from '../../aws/lake/objects';
import { createPlans } from '../../aws/plans';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import type { RemovalPorts } from './reap-ports';

/** Ports of a person in a deployed environment. */
export function openReap({ platform, history, executions }: DeployedEnvironment): RemovalPorts {
  return {
    environment: platform.environment,
    namePrefix: platform.namePrefix,
    history,
    tasks: createTaskList(),
    dms: createDms(),
    executions,
    plans: createPlans(),
    objects: createLakeObjects(),
    documents: createLakeDocuments(),
    deadLetters: createDeadLetters(),
    stagingBucket: platform.stagingBucketName,
    lakeBucket: platform.lakeBucketName,
  };
}
