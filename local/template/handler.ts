import type { CustomResourceRequests } from '../cloudformation/custom-resource/requests';
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

/** Services in which the resources of a template are created. */
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
  readonly customResources: Pick<CustomResourceRequests, 'send'>;
}

/** Resource of the template, with all expressions resolved. */
export interface Resource {
  readonly stack: string;
  readonly stackId: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Input;
  /**
   * True when an earlier process crashed while it created the resource. Whatever has its name is the
   * resource.
   */
  readonly interrupted: boolean;
  /** Number of physical resources that this one replaces. */
  readonly generation: number;
  /** Aborted when the deployment no longer waits for the resource. */
  readonly cancelled?: AbortSignal | undefined;
  /** Name as CloudFormation generates it: stack, logical ID, eight letters or digits, cut to `longest`. */
  generatedName(longest?: number): string;
}

export interface DeployedResource {
  /** Value of Ref: the physical ID. */
  readonly ref: string;
  /** Values of GetAtt, by attribute. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** True: outputs show the attributes as asterisks. */
  readonly masked?: boolean | undefined;
}

/** Resource as an earlier deployment left it. */
export interface FormerResource extends DeployedResource {
  readonly stackId: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Input;
}

export interface ResourceHandler {
  /** True when the resource survives the process in a durable cloud. Then `create` respects `interrupted`. */
  readonly lasts?: true;
  create(resource: Resource, targets: DeployTargets): Promise<DeployedResource> | DeployedResource;
  /** True: an update can answer with another physical ID, which is a replacement. */
  readonly replacesItself?: true;
  /** Update without replacement. Absent: the resource is deleted and created again. */
  update?(
    resource: Resource,
    former: FormerResource,
    targets: DeployTargets,
  ): Promise<DeployedResource> | DeployedResource;
  /** Absent: there is nothing to delete. */
  remove?(former: FormerResource, targets: DeployTargets): Promise<void> | void;
}

/** Error for a resource declaration that the local cloud does not support. */
export class TemplateError extends Error {
  override readonly name: string = 'TemplateError';
}

/** Failure that left something behind, which is deleted like the resource. */
export class ResourceFailure extends TemplateError {
  constructor(
    message: string,
    readonly left: DeployedResource,
  ) {
    super(message);
  }
}
