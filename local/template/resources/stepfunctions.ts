import { inputs, members, optionalText, requiredText, texts } from '../../gateway/input';
import { readText } from '../../gateway/read-body';
import { callService } from '../call-service';
import { type DeployTargets, type Resource, type ResourceHandler, TemplateError } from '../handler';

/** AWS::StepFunctions::StateMachine. Logging and tracing are accepted without effect. */
export const stateMachine: ResourceHandler = {
  async create(resource, targets) {
    const { properties, generatedName } = resource;
    const name = optionalText(properties, 'StateMachineName') ?? generatedName(80);
    const { stateMachineArn } = await callService(targets.stepFunctions, 'CreateStateMachine', {
      name,
      definition: await definition(resource, targets),
      roleArn: requiredText(properties, 'RoleArn'),
      type: optionalText(properties, 'StateMachineType') ?? 'STANDARD',
      tags: tagsOf(resource),
    });
    return { ref: String(stateMachineArn), attributes: { Arn: stateMachineArn, Name: name } };
  },
  async update(resource, former, targets) {
    await callService(targets.stepFunctions, 'UpdateStateMachine', {
      stateMachineArn: former.ref,
      definition: await definition(resource, targets),
      roleArn: requiredText(resource.properties, 'RoleArn'),
    });
    const tags = tagsOf(resource);
    const { tags: present } = await callService(targets.stepFunctions, 'ListTagsForResource', {
      resourceArn: former.ref,
    });
    const tagKeys = inputs({ present }, 'present').map(({ key }) => key);
    await callService(targets.stepFunctions, 'UntagResource', { resourceArn: former.ref, tagKeys });
    await callService(targets.stepFunctions, 'TagResource', { resourceArn: former.ref, tags });
    return former;
  },
  async remove({ ref }, { stepFunctions }) {
    await callService(stepFunctions, 'DeleteStateMachine', { stateMachineArn: ref });
  },
};

function tagsOf({ properties }: Resource) {
  return inputs(properties, 'Tags').map(({ Key, Value }) => ({ key: Key, value: Value }));
}

async function definition({ properties }: Resource, { s3 }: DeployTargets): Promise<string> {
  const substitutions = texts(properties, 'DefinitionSubstitutions');
  const text = await definitionText(properties, s3);
  return text.replace(/\$\{([A-Za-z0-9_]+)\}/g, (_whole, name: string) => {
    const value = substitutions[name];
    if (value === undefined)
      throw new TemplateError(`the definition's placeholder \${${name}} has no substitution`);
    // Inside JSON text.
    return JSON.stringify(value).slice(1, -1);
  });
}

async function definitionText(properties: Resource['properties'], s3: DeployTargets['s3']): Promise<string> {
  const inline = optionalText(properties, 'DefinitionString');
  if (inline !== undefined) return inline;
  if (properties['Definition'] !== undefined) return JSON.stringify(properties['Definition']);
  const location = members(properties, 'DefinitionS3Location');
  return readText(await s3.objects.get(requiredText(location, 'Bucket'), requiredText(location, 'Key')));
}
