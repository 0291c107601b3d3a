import type { DepartmentPlan, Plan } from '../../../core/planning/plan';
import type { PlanDeployment } from '../../../simulation/world/deploy/deployment';
import { drive } from '../../../simulation/world/drive';
import type { Names } from '../../../simulation/world/names';
import type { Services } from '../../../simulation/world/services/services';
import type { VirtualClock } from '../../../simulation/world/virtual-clock';
import { synthesizedStacks } from './synthesized-stacks';
import { worldTemplate } from './world-template';

/** Deploys the templates that CDK makes of a plan, the platform first, as `cdk deploy --all` does. */
export class SynthesizedDeployment implements PlanDeployment {
  isInProgress = false;
  #plan: Plan | undefined;

  constructor(
    private readonly services: Services,
    private readonly names: Names,
    private readonly clock: VirtualClock,
  ) {}

  get plan(): Plan {
    if (this.#plan === undefined) throw new Error('nothing is deployed');
    return this.#plan;
  }

  async create(plan: Plan): Promise<void> {
    this.#plan = plan;
    await drive(this.clock, this.redeploy(plan));
    this.services.cloudFormation.begin();
  }

  async redeploy(plan: Plan): Promise<void> {
    const { services, names } = this;
    this.isInProgress = true;
    try {
      for (const [name, stack] of synthesizedStacks(plan)) {
        const { resources, outputs } = worldTemplate(stack, names);
        for (const department of plan.departments) this.#upload(department, JSON.stringify(resources));
        await services.cloudFormation.deploy(name, resources, outputs);
      }
      this.#plan = plan;
    } finally {
      this.isInProgress = false;
    }
  }

  update(): never {
    throw new Error('all stacks of a plan are deployed together');
  }

  /** Stores the plan under the keys that the template has of it. */
  #upload(department: DepartmentPlan, template: string): void {
    for (const [key] of template.matchAll(/[0-9a-f]{64}\.json/g))
      this.services.s3.store(this.names.assetsBucket, key, Buffer.from(JSON.stringify(department)));
  }
}
