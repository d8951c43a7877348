import type { Server } from 'node:http';
import type restify from 'restify';
import { answer } from '../answer.ts';
import type { DoorSettings } from '../settings.ts';
import type { Answered, DirectLine } from './door.ts';
import { checkCaller, PREFLIGHT } from './origins.ts';
import { BASE } from './protocol.ts';
import { streamIn } from './requests.ts';

type Handler = (req: restify.Request, res: restify.Response) => Promise<void>;

/** Opens Direct Line's addresses on a server; `route` makes of a handler one that never throws. */
export function addDirectLine(
  server: restify.Server,
  line: DirectLine,
  settings: DoorSettings,
  route: (handler: Handler) => restify.RequestHandler,
): void {
  const answered = (handle: (req: restify.Request, id: string) => Promise<Answered>) =>
    route(async (req, res) => {
      checkCaller(req, settings);
      const { status, body } = await handle(req, String(req.params?.id ?? ''));
      answer(res, status, body);
    });
  const preflight = route(async (req, res) => {
    checkCaller(req, settings);
    answer(res, 204, undefined, PREFLIGHT);
  });
  const conversation = `${BASE}/conversations/:id`;
  const verbs: [
    method: 'get' | 'post',
    path: string,
    handle: (req: restify.Request, id: string) => Promise<Answered>,
  ][] = [
    ['post', `${BASE}/tokens/generate`, line.generate],
    ['post', `${BASE}/tokens/refresh`, line.refresh],
    ['post', `${BASE}/tokens/revoke`, line.revoke],
    ['get', `${BASE}/session/getsessionid`, line.session],
    ['post', `${BASE}/conversations`, line.start],
    ['get', conversation, line.reconnect],
    ['get', `${conversation}/activities`, line.activities],
    ['post', `${conversation}/activities`, line.post],
    ['post', `${conversation}/upload`, line.upload],
  ];
  for (const [method, path, handle] of verbs) server[method](path, answered(handle));
  for (const path of new Set(verbs.map(([, path]) => path))) server.opts(path, preflight);
  const http = server.server as Server & { shouldUpgradeCallback(req: restify.Request): boolean };
  http.on('upgrade', line.upgrade);
  http.shouldUpgradeCallback = (req) => streamIn(req) !== undefined;
}
