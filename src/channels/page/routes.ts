import type restify from 'restify';
import type { Page } from './page.ts';

type Handler = (req: restify.Request, res: restify.Response) => Promise<void>;

/** Opens the customers' page on a server; `route` makes of a handler one that never throws. */
export function addPage(
  server: restify.Server,
  page: Page,
  route: (handler: Handler) => restify.RequestHandler,
): void {
  const handlers: [path: string, handler: Handler][] = [
    ['/', (req, res) => page.page(req, res)],
    ['/wendy.js', (req, res) => page.embed(req, res)],
    ['/page/:file', (req, res) => page.file(req, res, String(req.params?.file ?? ''))],
  ];
  for (const [path, handler] of handlers) {
    server.get(path, route(handler));
    server.head(path, route(handler));
  }
}
