import { validateConfiguration } from '../../../application/configuration/validate-configuration';
import { type Action, present } from '../../command/invocation';
import { validationDocument } from '../../json/validation-document';
import { readConfigFiles } from '../../environment/config-files';
import { exitCodes } from '../../errors/exit-codes';
import { showValidation } from './view';

export const validateFolder: Action<object> = async (_input, invocation) => {
  const { shell, options } = invocation;
  const files = readConfigFiles(shell, options.config);
  const environment = options.environmentGiven ? options.environment : undefined;
  const validation = validateConfiguration(files, environment, shell.now());
  present(invocation, validationDocument, validation, showValidation);
  return validation.valid ? exitCodes.done : exitCodes.wrongUse;
};
