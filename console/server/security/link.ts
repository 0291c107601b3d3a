import type { Context } from 'hono';

/** Why a browser without the cookie gets no page, and what to do. */
export const noSession = {
  message: 'this browser has no session of this console',
  fix: 'open the address that lakeferry console printed, which is valid once, and then the link again; to use another browser, run lakeferry console again',
} as const;

/** True for a link on a page of another site, with which browsers send no cookie. */
export function isLink({ req }: Context): boolean {
  return req.path === '/' && req.header('sec-fetch-site') === 'cross-site';
}

/** True where a link, or a file of the person, opens the console in a tab. Without the cookie, or a token, it shows nothing. */
export function opensTab({ req }: Context): boolean {
  if (req.path !== '/' || req.header('sec-fetch-mode') !== 'navigate') return false;
  return req.query('token') !== undefined || req.header('sec-fetch-dest') === 'document';
}

export const linkScript = '/link.js';

/**
 * Page from which the browser sends the cookie. Its script is served with the cookie only, and leads on to the page of the link.
 * Without the cookie, it shows what to do.
 */
export function linkPage(context: Context): Response {
  const page = `<!doctype html><title>Lakeferry</title><p>${noSession.message}: ${noSession.fix}</p><script src="${linkScript}"></script>\n`;
  return context.html(page, 401);
}

/** The server does not get the part of an address after `#`, which names the page. */
export function leadOn(context: Context): Response {
  return context.body("location.replace('/?linked' + location.hash);\n", 200, {
    'Content-Type': 'text/javascript; charset=utf-8',
  });
}
