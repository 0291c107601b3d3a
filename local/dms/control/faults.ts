import { AwsError } from '../../service';

export const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundFault', message);
export const invalidState = (message: string): AwsError => new AwsError('InvalidResourceStateFault', message);
export const alreadyExists = (message: string): AwsError =>
  new AwsError('ResourceAlreadyExistsFault', message);
/** Not in the service model, but DMS answers it. */
export const invalidValue = (message: string): AwsError =>
  new AwsError('InvalidParameterValueException', message);
export const invalidCombination = (message: string): AwsError =>
  new AwsError('InvalidParameterCombinationException', message);
