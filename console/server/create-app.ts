import { type ErrorHandler, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { createActions } from './actions';
import { createFeed, type Feed } from './changes/feed';
import { pageFiles } from './pages/page-files';
import { isUpload, maxUploadBytes } from './loads/upload-limit';
import type { ConsolePorts } from './ports';
import { createQueries } from './queries';
import { actionOfPage, openSession, sameOrigin } from './security/guard';
import { secureHeaders } from './security/headers';
import { leadOn, linkScript } from './security/link';
import type { Session } from './security/session';

export interface AppOptions {
  /** True: routes of actions do not exist. */
  readonly readOnly: boolean;
  /** Folder of the built pages. */
  readonly pages: string;
  readonly session: Session;
  /** Port that the server got. */
  readonly port: () => number;
  readonly feed?: Feed;
}

/** The whole server, without its socket. */
export function createApp(ports: ConsolePorts, options: AppOptions): Hono {
  const { readOnly, pages, session, port } = options;
  const app = new Hono();
  app.use(secureHeaders, sameOrigin(port), openSession(session, port));
  app.onError(answerError(ports));
  app.route('/api', createReader(ports, readOnly, options.feed));
  const limits = { json: bodyLimit({ maxSize: 64 * 1024 }), upload: bodyLimit({ maxSize: maxUploadBytes }) };
  app.use('/api/*', actionOfPage, (context, next) =>
    limits[isUpload(context.req.path) ? 'upload' : 'json'](context, next),
  );
  if (!readOnly) app.route('/api', createActions(ports));
  app.all('/api/*', (context) => {
    const isAction = context.req.method === 'POST' && readOnly;
    return isAction
      ? context.json({ code: 'read-only', message: 'this console was started with --read-only' }, 403)
      : context.json({ code: 'not-found', message: 'there is no such route' }, 404);
  });
  app.get(linkScript, leadOn);
  app.get('*', pageFiles(pages));
  return app;
}

/** The routes that read, alone: a report records their answers. */
export function createReader(ports: ConsolePorts, readOnly: boolean, feed?: Feed) {
  const about = {
    environment: ports.environment.platform.environment,
    cloud: ports.cloud,
    operator: ports.operator,
    actions: !readOnly,
    preview: ports.mayPreview,
  };
  return createQueries(ports, about, feed ?? createFeed(ports)).onError(answerError(ports));
}

function answerError({ textOf }: Pick<ConsolePorts, 'textOf'>): ErrorHandler {
  return (error, context) => {
    // A parameter or a body that is wrong, too large, or not JSON.
    if (error instanceof HTTPException)
      return context.json({ code: 'wrong-use', message: error.message }, error.status);
    const { status, ...shown } = textOf(error);
    return context.json(shown, status);
  };
}
