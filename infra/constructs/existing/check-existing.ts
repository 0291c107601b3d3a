import { Stack } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type ExistingNeeds, needsAnything } from '../../../core/checks/existing/needs/needs';
import type { EnvironmentReference } from '../../../core/model/environment-names';
import { exportExistingCheck } from '../../platform-exports';
import { type CreatedFunctionProps, createFunction } from '../platform/create-function';
import { ExistingCheck } from './existing-check';

export interface CheckExistingProps extends CreatedFunctionProps {
  readonly environment: CreatedFunctionProps['environment'] & EnvironmentReference;
  readonly needs: ExistingNeeds;
}

/**
 * Function that checks resources that others own, and the check of what the platform itself needs. Neither depends on anything else
 * of the stack: the check comes before all of it.
 */
export class CheckExisting extends Construct {
  readonly lambda: LambdaFunction;
  readonly #check: ExistingCheck | undefined;

  constructor(scope: Construct, id: string, props: CheckExistingProps) {
    super(scope, id);
    this.lambda = createFunction(this, 'check-existing', props, {});
    const { functionArn } = this.lambda;
    exportExistingCheck(this, props.environment, functionArn);
    if (needsAnything(props.needs))
      this.#check = new ExistingCheck(this, 'Check', { functionArn, needs: props.needs });
  }

  beforeAllOfStack(): void {
    this.#check?.beforeAllOf(Stack.of(this), this);
  }
}
