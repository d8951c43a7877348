import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { readJson } from '../body.ts';
import { hasContent } from '../guard.ts';
import { BASE, ProtocolRefused } from './protocol.ts';

/** A parameter of the address; the first where there are several. */
export function parameter(req: IncomingMessage, name: string): string | undefined {
  return new URL(req.url ?? '', 'http://localhost').searchParams.get(name) ?? undefined;
}

/** The position after which a client wants to read; 0 where it has nothing yet. Throws `ProtocolRefused` (400). */
export function watermarkOf(req: IncomingMessage): number {
  const watermark = parameter(req, 'watermark') ?? '';
  if (watermark === '') return 0;
  if (/^\d{1,15}$/.test(watermark)) return Number(watermark);
  throw new ProtocolRefused(400, 'BadArgument', 'watermark must be one that was given before, or empty.');
}

/** The conversation whose stream a request asks for, by its path; undefined where it asks for something else. */
export function streamIn(req: IncomingMessage): string | undefined {
  const [path = ''] = (req.url ?? '').split('?', 1);
  return STREAM.exec(path)?.[1];
}

const STREAM = new RegExp(`^${BASE}/conversations/([\\w-]{1,100})/stream$`);

const startSchema = z.object({ locale: z.string().optional().catch(undefined) });
const generateSchema = z.object({ resume: z.string().optional() });

/** The language with which a client starts. */
export async function readStart(req: IncomingMessage, timeout: number): Promise<{ locale?: string }> {
  const { data } = startSchema.safeParse(await readOptional(req, timeout));
  return data?.locale === undefined ? {} : { locale: data.locale };
}

/** The token by which a client comes back to its conversation, where it has one. Throws `ProtocolRefused` (400). */
export async function readResume(req: IncomingMessage, timeout: number): Promise<string | undefined> {
  const { data, success } = generateSchema.safeParse(await readOptional(req, timeout));
  if (!success) throw new ProtocolRefused(400, 'BadArgument', 'resume must be a string.');
  return data.resume;
}

async function readOptional(req: IncomingMessage, timeout: number): Promise<unknown> {
  return hasContent(req) ? readJson(req, timeout) : {};
}
