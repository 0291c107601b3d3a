import { delimiter, join } from 'node:path';
import type { IssuedCredentials } from '../gateway/callers';

/** Function as the template defines it. */
export interface FunctionDefinition {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  /** Such as `index.handler`. */
  readonly handler: string;
  readonly runtime: string;
  /** Folder of the unpacked code on this machine. */
  readonly folder: string;
  /** Environment from the template, without what Lambda adds. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMiB: number;
  readonly description?: string;
  /** Name of its log group. Absent: `/aws/lambda/` and its name. */
  readonly logGroup?: string | undefined;
  /** Format of Lambda's own lines. Absent: text. */
  readonly logFormat?: 'JSON' | 'Text' | undefined;
  /** Folders of its layers on this machine, in the order of the template. Lambda merges them in /opt. */
  readonly layers?: readonly string[];
}

/** Environment of the function's process: the template's, and what Lambda adds. Nothing from this machine. */
export function environmentOf(
  definition: FunctionDefinition,
  cloud: { readonly region: string; readonly url: string; readonly credentials: IssuedCredentials },
): Record<string, string> {
  return {
    ...definition.environment,
    AWS_REGION: cloud.region,
    AWS_DEFAULT_REGION: cloud.region,
    AWS_ENDPOINT_URL: cloud.url,
    AWS_ACCESS_KEY_ID: cloud.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: cloud.credentials.secretAccessKey,
    AWS_SESSION_TOKEN: cloud.credentials.sessionToken,
    AWS_EXECUTION_ENV: `AWS_Lambda_${definition.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMiB),
    // This machine's Node may be older than Lambda's, and the SDK would warn about that in every log.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...(definition.logFormat === 'JSON'
      ? { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: 'INFO' }
      : {}),
    LAMBDA_TASK_ROOT: definition.folder,
    _HANDLER: definition.handler,
    TZ: ':UTC',
    NODE_PATH: (definition.layers ?? [])
      .map((layer) => join(layer, 'nodejs', 'node_modules'))
      .join(delimiter),
  };
}
