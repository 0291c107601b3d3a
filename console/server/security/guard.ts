import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { isUpload, uploadType } from '../loads/upload-limit';
import type { ErrorText } from '../ports';
import { isLink, linkPage, noSession, opensTab } from './link';
import type { Session } from './session';

/** Header of actions, which a form of another page cannot send. */
export const actionHeader = 'x-lakeferry-action';

/** Cookies belong to a host, not to a port: several consoles may run. */
export function cookieName(port: number): string {
  return `lakeferry-console-${port}`;
}

/** Refuses requests under another name of this machine, as in DNS rebinding, and requests of other pages. */
export function sameOrigin(port: () => number): MiddlewareHandler {
  return async (context, next) => {
    const host = `127.0.0.1:${port()}`;
    if (context.req.header('host') !== host) return refuse(context, 'wrong-host', `open http://${host}`);
    const origin = context.req.header('origin');
    if (origin !== undefined && origin !== `http://${host}`)
      return refuse(context, 'wrong-origin', 'the request comes from another page');
    const site = context.req.header('sec-fetch-site');
    if (site !== undefined && site !== 'same-origin' && site !== 'none' && !opensTab(context))
      return refuse(context, 'wrong-origin', 'the request comes from another page');
    return next();
  };
}

/** Exchanges the token of the first address for the cookie. Everything else needs the cookie. */
export function openSession(session: Session, port: () => number): MiddlewareHandler {
  return async (context, next) => {
    const name = cookieName(port());
    const isOpen = session.isOpen(getCookie(context, name));
    const token = context.req.path === '/' ? context.req.query('token') : undefined;
    if (token === undefined) {
      if (isOpen) return next();
      return isLink(context) ? linkPage(context) : refuseSession(context, noSession);
    }
    if (!isOpen) {
      const cookie = session.redeem(token);
      if (cookie === undefined) return refuseSession(context, usedAddress);
      setCookie(context, name, cookie, { httpOnly: true, sameSite: 'Strict', path: '/' });
      // Browsers send the cookie only where a page of the console leads on.
      if (context.req.header('sec-fetch-site') === 'cross-site')
        return context.html('<!doctype html><title>Lakeferry</title>', 200, { Refresh: '0; url=/' });
    }
    return context.redirect('/', 303);
  };
}

/** Actions are POST requests of the console's own pages, with JSON or a file, and a header that forms cannot set. */
export const actionOfPage: MiddlewareHandler = async (context, next) => {
  const type = context.req.header('content-type') ?? '';
  if (
    context.req.header(actionHeader) !== '1' ||
    context.req.header('origin') === undefined ||
    !isTypeOfAction(type, context.req.path)
  )
    return refuse(context, 'not-an-action', 'actions come from the pages of the console');
  return next();
};

/** Types that forms cannot send. */
function isTypeOfAction(type: string, path: string): boolean {
  return isUpload(path) ? type === uploadType : /^application\/json(;|$)/.test(type);
}

function refuse(context: Context, code: string, message: string): Response {
  return context.json({ code, message } satisfies Omit<ErrorText, 'status'>, 403);
}

const usedAddress = {
  message: 'this address was used already, or is not complete',
  fix: 'run lakeferry console again, and open the address that it prints',
} as const;

function refuseSession(
  context: Context,
  { message, fix }: { readonly message: string; readonly fix: string },
): Response {
  if (context.req.path.startsWith('/api/')) return context.json({ code: 'no-session', message, fix }, 401);
  return context.text(`${message}: ${fix}\n`, 401);
}
