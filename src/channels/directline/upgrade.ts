import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { RequestRefused } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { rawAnswer } from '../answer.ts';
import { guardHead } from '../guard.ts';
import { TooOften } from '../limits.ts';
import type { DoorSettings } from '../settings.ts';
import { type Admission, checkConversation } from './admission.ts';
import { checkCaller } from './origins.ts';
import { parameter, streamIn, watermarkOf } from './requests.ts';
import type { Streams } from './streams.ts';

/** Answers a request for a stream: opens it, or refuses it and closes the connection. Never throws. */
export type Upgrade = (req: IncomingMessage, socket: Duplex, head: Buffer) => void;

interface UpgradeParts {
  settings: DoorSettings;
  admission: Admission;
  streams: Streams;
  log: Log;
}

export function createUpgrade({ settings, admission, streams, log }: UpgradeParts): Upgrade {
  async function open(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    guardHead(req);
    checkCaller(req, settings);
    const conversation = streamIn(req) ?? '';
    const claims = await admission.token(parameter(req, 't') ?? '', 'talk');
    checkConversation(claims, conversation);
    await admission.session(claims);
    admission.mayRead(req, claims);
    const after = watermarkOf(req);
    if (!streams.hasRoom(conversation)) throw new TooOften(30);
    if (!socket.destroyed) streams.open(req, socket, head, claims, after);
  }

  return (req, socket, head) => {
    const onError = (): void => void socket.destroy();
    socket.on('error', onError);
    open(req, socket, head).then(
      () => socket.off('error', onError),
      (error: unknown) => {
        if (!(error instanceof RequestRefused))
          log.error('a stream was not opened', { error: String(error) });
        socket.end(rawAnswer(error instanceof RequestRefused ? error.status : 500));
      },
    );
  };
}
