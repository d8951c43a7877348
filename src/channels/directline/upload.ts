import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { Busboy, type BusboyHeaders } from '@fastify/busboy';
import { RequestRefused } from '../../errors.ts';
import { MOST_BYTES } from '../../media/examine.ts';
import type { Source } from '../../media/intake.ts';
import { parseJson } from '../body.ts';
import { BODY_LIMIT, tooLarge, UPLOAD_LIMIT, UPLOAD_READ_LIMIT } from '../guard.ts';

/** What was uploaded: the activity, where there is one, and each file, or that it was too large to be read. */
export interface Upload {
  activity: unknown;
  files: Source[];
}

/** More than a message takes, so that those that are too many can be named. */
const MOST_FILES = 20;
const ACTIVITY_TYPE = 'application/vnd.microsoft.activity';
const LIMITS = {
  fieldNameSize: 100,
  fieldSize: BODY_LIMIT,
  fields: 10,
  fileSize: MOST_BYTES + 1,
  files: MOST_FILES + 1,
  parts: MOST_FILES + 11,
  headerPairs: 100,
  headerSize: 8_192,
};

/**
 * Reads a multipart upload; a file that is too large is left out and named, and costs the others nothing.
 * Throws `RequestRefused`: 413 over the limit of all together, 408 when it does not come within `timeout` ms,
 * 400 when it is no multipart body, cut off, or its activity is not JSON.
 */
export async function readUpload(req: IncomingMessage, timeout: number): Promise<Upload> {
  const upload: Upload = { activity: undefined, files: [] };
  const parser = openParser(req);
  let activityText: string | undefined;
  const take = (text: string): void => {
    activityText ??= text;
  };
  parser.on('field', (name: string, value: string, _cut: boolean, valueCut: boolean) => {
    if (valueCut) parser.destroy(tooLarge());
    else if (name === 'activity') take(value);
  });
  parser.on(
    'file',
    (field: string, content: Readable, name: string | undefined, _enc: string, contentType: string) => {
      content.on('error', (error) => parser.destroy(error));
      if (field === 'activity' || contentType === ACTIVITY_TYPE) gather(content, take, parser);
      else keep(content, name, upload.files);
    },
  );
  parser.on('filesLimit', () => parser.destroy(tooMany()));
  parser.on('partsLimit', () => parser.destroy(tooMany()));
  await pass(req, parser, timeout);
  if (activityText !== undefined) upload.activity = parseJson(Buffer.from(activityText));
  return upload;
}

type Parser = ReturnType<typeof openParser>;

function openParser(req: IncomingMessage) {
  try {
    return new Busboy({ headers: req.headers as BusboyHeaders, limits: LIMITS });
  } catch {
    throw new RequestRefused(415, 'Send the upload as multipart/form-data with a boundary.');
  }
}

/** Keeps the place of each file, as they end in any order. */
function keep(content: Readable, name: string | undefined, files: Source[]): void {
  const place = files.push({ name, refused: 'damaged' }) - 1;
  let chunks: Buffer[] = [];
  let size = 0;
  content.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MOST_BYTES) chunks = [];
    else chunks.push(chunk);
  });
  content.on('end', () => {
    files[place] =
      size > MOST_BYTES ? { name, refused: 'too_large' } : { name, bytes: Buffer.concat(chunks) };
  });
}

/** The activity comes as a file where the client sends it as a blob. */
function gather(content: Readable, take: (text: string) => void, parser: Parser): void {
  const chunks: Buffer[] = [];
  let size = 0;
  content.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > BODY_LIMIT) parser.destroy(tooLarge());
    else chunks.push(chunk);
  });
  content.on('end', () => take(Buffer.concat(chunks).toString()));
}

function tooMany(): RequestRefused {
  return new RequestRefused(400, `At most ${MOST_FILES} files can be sent at once.`);
}

/**
 * Resolves when the whole body was parsed. What is left of one that is refused is read and dropped, within the limit,
 * before it rejects: a client that is cut off while it sends sees a broken connection instead of the reason.
 */
function pass(req: IncomingMessage, parser: Parser, timeout: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let size = 0;
    let refusal: Error | undefined;
    const settle = (error?: Error): void => {
      clearTimeout(timer);
      req.off('data', count).off('end', onEnd).off('close', onCut).off('error', onCut);
      req.unpipe(parser);
      parser.destroy();
      if (error === undefined) resolve();
      else reject(error);
    };
    const refuse = (error: Error): void => {
      refusal ??= error instanceof RequestRefused ? error : unreadable();
      req.unpipe(parser);
      if (req.readableEnded) settle(refusal);
      else req.resume();
    };
    const count = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > UPLOAD_LIMIT) refuse(tooLarge(UPLOAD_LIMIT));
      if (size <= UPLOAD_READ_LIMIT) return;
      req.pause();
      settle(refusal);
    };
    const onEnd = (): void => {
      if (refusal) settle(refusal);
    };
    const onCut = (): void => settle(new RequestRefused(400, 'The upload was cut off.'));
    const timer = setTimeout(() => {
      req.pause();
      settle(new RequestRefused(408, 'The upload took too long to come.'));
    }, timeout);
    parser.on('finish', () => settle(refusal));
    parser.on('error', refuse);
    req.on('data', count).on('end', onEnd).on('close', onCut).on('error', onCut);
    req.pipe(parser);
  });
}

function unreadable(): RequestRefused {
  return new RequestRefused(400, 'The upload is not valid multipart/form-data.');
}
