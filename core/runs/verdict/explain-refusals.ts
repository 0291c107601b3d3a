import type { RefusalCode } from '../../model/deployment-refusals';
import type { Explanation } from './explanation';

/** Causes and fixes of refused deployments. Their texts name the resources and jobs, and have the steps. */
export const refusalExplanations: Readonly<Record<RefusalCode, Explanation>> = {
  'resources-in-use': {
    cause: 'a run, a load or a task used the resource for 50 minutes; DMS changes nothing that is in use',
    fix: 'wait until the runs that the text names have ended, or cancel them with lakeferry cancel <run>; stop a task that no job has in DMS; deploy again',
  },
  'use-unknown': {
    cause:
      'polls could not read in DMS or the history which tasks use the resource; a deployment that continues could fail half-way',
    fix: 'look for errors of poll-tasks in its log; deploy again when polls work',
  },
  'hold-too-short': {
    cause:
      'the deployment had not ended after two hours; the hold then ends, so that tasks do not stay stopped',
    fix: 'check the events of the stack; if DMS refused a change there, deploy again',
  },
  'engine-goes-back': {
    cause:
      'DMS has raised the engine version of the replication instance by itself, and the file of the environment has the earlier one',
    fix: 'write the version that the text names, or a newer one, as engine-version in the file of the environment; deploy again',
  },
  'changes-lost': {
    cause: 'the job needs a new task, and changes that the old task has not read would be lost',
    fix: 'run the commands of the text in their order; deploy again; docs/how-to/change-a-job.md has the details',
  },
  'changes-unknown': {
    cause:
      'a newer version of Lakeferry wrote the item of the job in the history, which this version cannot read',
    fix: 'deploy with the newest version that this environment has had',
  },
  'engine-of-source': {
    cause:
      'a source gets another engine, and the position of the jobs that follow its changes means nothing there',
    fix: 'give the other database a name of its own in connections.yaml; or run the commands of the text, which delete the tasks, and deploy again',
  },
  'existing-resources': {
    cause:
      'a bucket, key, topic, role, endpoint, replication instance or network that the files name does not do what Lakeferry needs of it',
    fix: 'set what the text says on these resources; check them with lakeferry doctor; deploy again',
  },
  'removal-refused': {
    cause:
      'the environment still has DMS tasks, runs in flight, or files that wait for the lake or for their load',
    fix: 'run the commands after Fix in the text; delete the stack again',
  },
};
