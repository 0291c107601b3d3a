import { S3Client } from '@aws-sdk/client-s3';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod/mini';
import { type EnvironmentReference, parameterFolder } from '../../core/model/environment-names';
import type { Plan } from '../../core/planning/plan';
import { RunInput } from '../../core/runs/record/run-input';
import { RunError } from '../../core/runs/record/run-error';
import { errorName, toRunError } from '../errors';
import { readPlanText } from '../plans';

/** Part of a plan that the departments of an environment share. */
export interface PlatformPlan
  extends Pick<Plan, 'version' | 'environment' | 'sources' | 'targets' | 'otherSources' | 'otherTargets'> {
  /** Version of Lakeferry that deployed it. Absent: one before versions were noted. */
  readonly deployedBy?: string;
}

export interface PlatformPlans {
  /** Undefined where an earlier version of Lakeferry deployed the platform, or nothing did. */
  deployed(): Promise<PlatformPlan | undefined>;
}

const Parameter = z.object({ plan: RunInput.shape.plan, version: z.optional(z.string()) });
const planVersion = 1;

/** Reads the plan that the platform stack was deployed from. */
export function createPlatformPlans(
  environment: EnvironmentReference,
  clients: { readonly ssm?: SSMClient; readonly s3?: S3Client } = {},
): PlatformPlans {
  const ssm = clients.ssm ?? new SSMClient({});
  const s3 = clients.s3 ?? new S3Client({});
  return {
    async deployed() {
      const found = await ssm
        .send(new GetParameterCommand({ Name: `${parameterFolder(environment)}/platform` }))
        .catch((error: unknown) => {
          if (errorName(error) === 'ParameterNotFound') return undefined;
          throw toRunError(error, 'reading the plan of the platform');
        });
      const value = found?.Parameter?.Value;
      if (value === undefined) return undefined;
      const { plan: address, version } = Parameter.parse(JSON.parse(value));
      const plan: unknown = JSON.parse(await readPlanText(s3, address));
      if (!isPlatformPlan(plan))
        throw new RunError(
          'NewerHistory',
          `a newer version of Lakeferry, ${version ?? 'unknown'}, has deployed the platform, whose plan this one cannot read; use that version or a later one`,
        );
      return version === undefined ? plan : { ...plan, deployedBy: version };
    },
  };
}

function isPlatformPlan(value: unknown): value is PlatformPlan {
  return typeof value === 'object' && value !== null && 'version' in value && value.version === planVersion;
}
