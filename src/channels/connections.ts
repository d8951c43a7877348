import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface ConnectionLimits {
  /** Connections in all, and of one address. */
  most: number;
  mostOfAddress: number;
  /** Whether an address is a proxy, through which many come. */
  isProxy(address: string): boolean;
}

/** What is kept of a connection while it is one. */
interface Held {
  address: string;
  /** Requests of it that are not answered yet, and the last of them. */
  open: number;
  last: IncomingMessage | undefined;
}

/**
 * Bounds the connections of a server: who has one too many loses the oldest that waits for nothing, so that idle and
 * slow ones make room for a customer who speaks. A connection that became a stream counts no more: streams have a
 * bound of their own.
 */
export function limitConnections(server: Server, { most, mostOfAddress, isProxy }: ConnectionLimits): void {
  const held = new Map<Socket, Held>();
  const ofAddress = new Map<string, Set<Socket>>();

  function forget(socket: Socket): void {
    const address = held.get(socket)?.address;
    if (address === undefined || !held.delete(socket)) return;
    const others = ofAddress.get(address);
    others?.delete(socket);
    if (others?.size === 0) ofAddress.delete(address);
  }

  /** The first that asks for nothing or has not yet said all of what it asks, else the newest itself. */
  function makeRoom(sockets: ReadonlySet<Socket> | ReadonlyMap<Socket, Held>, newest: Socket): void {
    const waitsForUs = ({ open, last }: Held): boolean => open > 0 && last?.complete === true;
    let least = newest;
    for (const socket of sockets.keys()) {
      const one = held.get(socket);
      if (socket === newest || !one || waitsForUs(one)) continue;
      least = socket;
      break;
    }
    forget(least);
    least.destroy();
  }

  /** To the end of the line: it is the one that was of use last. */
  function used(socket: Socket, one: Held): void {
    if (!held.delete(socket)) return;
    held.set(socket, one);
    const others = ofAddress.get(one.address);
    if (others?.delete(socket)) others.add(socket);
  }

  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const others = ofAddress.get(address) ?? new Set();
    held.set(socket, { address, open: 0, last: undefined });
    ofAddress.set(address, others.add(socket));
    socket.once('close', () => forget(socket));
    if (others.size > mostOfAddress && !isProxy(address)) makeRoom(others, socket);
    else if (held.size > most) makeRoom(held, socket);
  });
  server.on('request', (req: IncomingMessage, res: ServerResponse) => {
    const one = held.get(req.socket);
    if (!one) return;
    one.open++;
    one.last = req;
    res.once('close', () => {
      one.open--;
      used(req.socket, one);
    });
  });
  server.on('upgrade', (req: IncomingMessage) => forget(req.socket));
}
