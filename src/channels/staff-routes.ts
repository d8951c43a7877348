import type restify from 'restify';
import type { StaffAnswer } from '../desk/api-types.ts';
import { answer, answerFile, answerTable } from './answer.ts';
import {
  answerAction,
  answerAttachment,
  answerCase,
  answerFigures,
  answerList,
  type StaffDoor,
} from './staff.ts';

type Handler = (req: restify.Request, res: restify.Response) => Promise<void>;

/** Opens the staff API on a server; `route` makes of a handler one that never throws. */
export function addStaff(
  server: restify.Server,
  door: StaffDoor,
  route: (handler: Handler) => restify.RequestHandler,
): void {
  server.get('/api/staff/cases', route(answering((req) => answerList(door, req))));
  server.get('/api/staff/cases/:id', route(answering((req, id) => answerCase(door, req, id))));
  server.get(
    '/api/staff/cases/:id/attachments/:attachmentId',
    route(async (req, res) => {
      const { id = '', attachmentId = '' } = req.params ?? {};
      answerFile(res, await answerAttachment(door, req, String(id), String(attachmentId)));
    }),
  );
  server.post('/api/staff/cases/:id/actions', route(answering((req, id) => answerAction(door, req, id))));
  server.get(
    '/api/staff/figures',
    route(async (req, res) => {
      const figures = await answerFigures(door, req);
      if ('csv' in figures) await answerTable(res, figures);
      else answer(res, figures.status, figures.body);
    }),
  );
}

function answering(handle: (req: restify.Request, id: string) => Promise<StaffAnswer>): Handler {
  return async (req, res) => {
    const { status, body } = await handle(req, String(req.params?.id ?? ''));
    answer(res, status, body);
  };
}
