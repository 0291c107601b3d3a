import * as z from 'zod/mini';
import { HoldRequest } from './hold-request';

/** Hold of admissions, such as that of a deployment. It ends by itself, because who set it may be killed. */
export const Hold = z.object({
  name: z.string(),
  /** Time at which it ends. */
  until: z.string(),
  /** Reason, as people see it: `deployment of lakeferry-prod-platform`. */
  reason: z.string(),
  /** ARNs of held endpoints and instances. Absent: everything is held, also while a poll has still to find them. */
  resources: z.optional(z.array(z.string())),
  /** Jobs that are held besides, because a run would replace their task. Absent: none. */
  jobs: z.optional(z.array(z.string())),
  /** Present in the hold of a deployment, which a poll answers. */
  request: z.optional(HoldRequest),
});
export type Hold = z.infer<typeof Hold>;

/** Hold of a deployment. */
export type RequestedHold = Hold & { readonly request: HoldRequest };

/** Hold with what a poll knows of it. */
export interface PursuedHold extends Hold {
  /** True while a run or a load uses what is held, or nobody knows. CDC tasks run until it has ended. */
  readonly waitsForLoads?: boolean;
}

/** Returns true while the hold has an effect. After the answer FAILED, the deployment changes nothing that was held. */
export function isInForce({ until, request }: Hold, now: Date): boolean {
  return until > now.toISOString() && request?.answer?.status !== 'FAILED';
}

/** Hold that ends last, of those in force that hold one of the ARNs, or the job. `arns` undefined: they are not known. */
export function lastingHold<Known extends Hold>(
  holds: readonly Known[],
  arns: readonly string[] | undefined,
  now: Date,
  job?: string,
): Known | undefined {
  return holds
    .filter((hold) => isInForce(hold, now) && (mayHold(hold, arns) || holdsJob(hold, job)))
    .reduce<Known | undefined>(
      (last, hold) => (last !== undefined && last.until >= hold.until ? last : hold),
      undefined,
    );
}

/** Hold because of which a task that uses one of the ARNs is not resumed. It may stop nothing that runs: see `stops`. */
export function holdOfTask(
  holds: readonly PursuedHold[],
  arns: readonly string[],
  now: Date,
): PursuedHold | undefined {
  const ofDeployments = holds.filter(({ request }) => request !== undefined);
  const found = ofDeployments.filter(stops);
  return lastingHold(found, arns, now) ?? lastingHold(ofDeployments, arns, now);
}

/** Hold because of which no run of the job begins. Its task runs on. */
export function holdOfJob<Known extends Hold>(
  holds: readonly Known[],
  job: string,
  now: Date,
): Known | undefined {
  return holds.find((hold) => isInForce(hold, now) && holdsJob(hold, job));
}

function holdsJob({ jobs = [] }: Hold, job: string | undefined): boolean {
  return job !== undefined && jobs.includes(job);
}

/**
 * Returns true when CDC tasks that use what is held are stopped: its ARNs are found, and no load that the deployment waits for runs
 * any more. So a deployment that is refused because of a load has stopped nothing.
 */
export function stops({ resources, waitsForLoads }: PursuedHold): boolean {
  return resources !== undefined && waitsForLoads !== true;
}

function mayHold({ resources }: Hold, arns: readonly string[] | undefined): boolean {
  return resources === undefined || arns === undefined || arns.some((arn) => resources.includes(arn));
}

/** Reason of a run that waits for the end of a hold. Times are in UTC, as in all texts that are stored. */
export function holdText(hold: Hold): string {
  return `waiting: ${hold.reason}, ${holdEnd(hold)}`;
}

export function holdEnd({ until }: Pick<Hold, 'until'>): string {
  return `until ${until.slice(11, 16)} UTC`;
}
