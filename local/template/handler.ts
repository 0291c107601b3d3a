import type { LocalGlue } from '../glue/glue';
import type { Permissions } from '../iam/permissions';
import type { EventSources } from '../lambda/event-sources';
import type { Functions } from '../lambda/functions';
import type { LocalS3 } from '../s3/s3';
import type { Scheduler } from '../scheduler/service';
import type { LocalSecrets } from '../secretsmanager/secrets-manager';
import type { CloudContext, Input, JsonService } from '../service';
import type { LocalSns } from '../sns/sns';
import type { LocalSqs } from '../sqs/sqs';
import type { LocalSsm } from '../ssm/ssm';
import type { AssetFolders } from './asset-folders';
import type { Roles } from './roles';

/** Where a template's resources come to life. */
export interface DeployTargets {
  readonly context: CloudContext;
  readonly assets: AssetFolders;
  readonly roles: Roles;
  readonly permissions: Permissions;
  readonly s3: LocalS3;
  readonly dynamoDb: JsonService;
  readonly functions: Functions;
  readonly eventSources: EventSources;
  readonly sqs: LocalSqs;
  readonly sns: LocalSns;
  readonly ssm: LocalSsm;
  readonly glue: LocalGlue;
  readonly secrets: LocalSecrets;
  readonly stepFunctions: JsonService;
  readonly eventBus: JsonService;
  readonly dms: JsonService;
  readonly scheduler: Pick<Scheduler, 'call'>;
}

/** A resource of the template with all its expressions resolved. */
export interface Resource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Input;
  /** An earlier process died while it made it: what is there under the name is it. */
  readonly interrupted: boolean;
  /** A name like those that CloudFormation makes up: stack, logical id, eight letters or digits, cut to `longest`. */
  generatedName(longest?: number): string;
}

export interface DeployedResource {
  /** What Ref gives: the physical id. */
  readonly ref: string;
  /** What GetAtt gives, by attribute. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface ResourceHandler {
  /** What it makes outlives the cloud's process where the cloud remembers; `create` heeds `interrupted`. */
  readonly lasts?: true;
  create(resource: Resource, targets: DeployTargets): Promise<DeployedResource> | DeployedResource;
  /** Absent: a changed resource is removed and created anew. */
  update?(
    resource: Resource,
    former: DeployedResource,
    targets: DeployTargets,
  ): Promise<DeployedResource> | DeployedResource;
  /** Absent: nothing is left to remove. */
  remove?(former: DeployedResource, targets: DeployTargets): Promise<void> | void;
}

/** A template declares a resource in a way that the local cloud does not take. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}
