import { type Cancel, DrivenClock } from '../../clock';
import type { Callers, IssuedCredentials } from '../../gateway/callers';
import { readText } from '../../gateway/read-body';
import { newUuid } from '../../new-uuid';
import {
  AwsError,
  type CloudContext,
  FunctionError,
  type InvokeFunction,
  type RestRequest,
  type RestResponse,
} from '../../service';
import { type Answer, readAnswer } from './answer';
import { type CustomResourceRequest, customResourceEvent } from './event';

interface Sent {
  readonly stackId: string;
  readonly requestId: string;
  readonly logicalId: string;
  readonly signature: string;
  readonly expiresAt: Date;
  answer(answer: Answer): void;
}

/** Validity of a ResponseURL: longer than the longest ServiceTimeout. */
const validSeconds = 7200;

/** Waits of Lambda before the second and third attempt of an asynchronous invocation that failed. */
const retryAfterSeconds = [60, 120];

/** Requests to the functions of custom resources, and their answers, which any process may put to the ResponseURL. */
export class CustomResourceRequests {
  readonly #sent = new Map<string, Sent>();
  readonly #timers = new Set<Cancel>();
  #credentials: IssuedCredentials | undefined;
  #isStopped = false;

  constructor(
    private readonly context: CloudContext,
    private readonly callers: Callers,
    private readonly url: () => string,
    private readonly invoke: InvokeFunction,
  ) {}

  /** Bucket of CloudFormation that takes the answers. */
  get bucket(): string {
    return `cloudformation-custom-resource-response-${this.context.region.replaceAll('-', '')}`;
  }

  /** Sends a request and resolves with its answer. A driven clock is advanced until then. */
  async send(
    request: CustomResourceRequest,
    timeoutSeconds: number,
    cancelled?: AbortSignal,
  ): Promise<Answer> {
    const { clock } = this.context;
    const requestId = newUuid(this.context);
    const { stackId, logicalId } = request;
    let settled = false;
    const answered = new Promise<Answer>((resolve) => {
      const settle = (answer: Answer): void => {
        settled = true;
        cancel();
        resolve(answer);
      };
      const cancel = this.#schedule(timeoutSeconds, () => settle(noResponse(requestId)));
      cancelled?.addEventListener('abort', () =>
        settle({
          kind: 'failure',
          reason: `Resource ${request.type === 'Create' ? 'creation' : 'update'} cancelled`,
        }),
      );
      const url = this.#responseUrl({ stackId, logicalId, requestId, answer: settle });
      const event = customResourceEvent(request, requestId, url);
      void this.#deliver(String(request.properties['ServiceToken']), event, settle);
    });
    if (clock instanceof DrivenClock) await clock.advanceUntil(() => settled, timeoutSeconds * 1000);
    return await answered;
  }

  /** Puts an answer, as S3 does. */
  async receive({ body, ...request }: RestRequest): Promise<RestResponse> {
    const sent = this.#addressee(request);
    sent.answer(readAnswer(await readText(body), sent));
    return { statusCode: 200, headers: {} };
  }

  /** As `receive`, of a client in this process. */
  answer(responseUrl: string, body: string): void {
    const { pathname, searchParams: query } = new URL(responseUrl);
    const sent = this.#addressee({ method: 'PUT', rawPath: pathname, query, headers: {} });
    sent.answer(readAnswer(body, sent));
  }

  /** Request that the ResponseURL belongs to. The first answer counts; CloudFormation no longer reads a later one. */
  #addressee({ method, rawPath, query, headers }: Omit<RestRequest, 'body'>): Sent {
    const sent = this.#sent.get(decodeURIComponent(rawPath.slice(this.bucket.length + 2)));
    // The signature covers the content type, which is empty (https://github.com/binxio/cfn-secret-provider/issues/3).
    const hasType = (headers['content-type'] ?? '') !== '';
    if (
      sent === undefined ||
      method !== 'PUT' ||
      query.get('X-Amz-Signature') !== sent.signature ||
      hasType
    ) {
      const hint = hasType ? ' A response to CloudFormation has an empty Content-Type.' : '';
      throw new AwsError(
        'SignatureDoesNotMatch',
        `The request signature we calculated does not match the signature you provided. Check your key and signing method.${hint}`,
        403,
      );
    }
    if (this.context.clock.now() > sent.expiresAt)
      throw new AwsError('AccessDenied', 'Request has expired', 403);
    return sent;
  }

  /** Cancels what waits: nobody reads the answers any more. */
  stop(): void {
    this.#isStopped = true;
    for (const cancel of this.#timers) cancel();
  }

  #in(seconds: number): Date {
    return new Date(this.context.clock.now().getTime() + seconds * 1000);
  }

  #schedule(seconds: number, callback: () => void): Cancel {
    const cancel = this.context.clock.schedule(this.#in(seconds), callback);
    const cancelOnce = (): void => {
      this.#timers.delete(cancelOnce);
      cancel();
    };
    this.#timers.add(cancelOnce);
    return cancelOnce;
  }

  #responseUrl(request: Omit<Sent, 'signature' | 'expiresAt'>): string {
    const now = this.context.clock.now();
    for (const [key, { expiresAt }] of this.#sent) if (expiresAt < now) this.#sent.delete(key);
    const key = [request.stackId, request.logicalId, request.requestId].join('|');
    const signature = `${newUuid(this.context)}${newUuid(this.context)}`.replaceAll('-', '');
    this.#sent.set(key, { ...request, signature, expiresAt: this.#in(validSeconds) });
    // A role that no template has may do nothing but this.
    const { account, region } = this.context;
    this.#credentials ??= this.callers.issue(`arn:aws:iam::${account}:role/cloudformation`, 'CloudFormation');
    const date = now.toISOString().replace(/[-:]|\.\d+/g, '');
    const query = new URLSearchParams({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Date': date,
      'X-Amz-SignedHeaders': 'host',
      'X-Amz-Expires': String(validSeconds),
      'X-Amz-Credential': `${this.#credentials.accessKeyId}/${date.slice(0, 8)}/${region}/s3/aws4_request`,
      'X-Amz-Signature': signature,
    });
    const path = key.split('/').map(encodeURIComponent).join('/');
    return `${this.url()}/${this.bucket}/${path}?${query.toString()}`;
  }

  /** Invokes the function as an asynchronous invocation of Lambda: an attempt that fails is repeated twice. */
  async #deliver(functionArn: string, event: unknown, answer: (answer: Answer) => void): Promise<void> {
    for (const wait of [...retryAfterSeconds, undefined]) {
      try {
        await this.invoke(functionArn, event);
        return;
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        this.context.log(`${functionArn} failed for a custom resource: ${reason}`);
        // Lambda has not accepted the event.
        if (!(cause instanceof FunctionError)) return answer({ kind: 'failure', reason });
        if (wait === undefined || this.#isStopped) return;
        await new Promise<void>((resolve) => this.#schedule(wait, resolve));
      }
    }
  }
}

function noResponse(requestId: string): Answer {
  return {
    kind: 'failure',
    reason: `CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [${requestId}].`,
  };
}
