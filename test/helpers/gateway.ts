import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A proxy before a server that may be away, as one has it in production. */
export interface Gateway {
  url: string;
  /** From now on every new connection is answered 502. */
  serverIsAway(): void;
  serverIsBack(): void;
  /** Breaks all connections. */
  drop(): void;
  /** The next answer of the server is lost, and its connection with it: what was asked has been done. */
  loseNextAnswer(): void;
  /** Resolves when the next client is answered 502. */
  nextRefusal(): Promise<void>;
  close(): Promise<void>;
}

const BAD_GATEWAY = 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

/** Opens it on a free port of the loopback; `serverPort` is asked anew for each connection. */
export async function openGateway(serverPort: () => number): Promise<Gateway> {
  let away = false;
  let lose = false;
  let refusal = Promise.withResolvers<void>();
  const sockets = new Set<Socket>();
  const keep = (socket: Socket, cut: () => void): void => {
    sockets.add(socket);
    socket.on('error', cut).on('close', () => {
      sockets.delete(socket);
      cut();
    });
  };
  const gateway = createServer((client) => {
    if (away) {
      keep(client, () => client.destroy());
      client.once('data', () => {
        client.end(BAD_GATEWAY);
        refusal.resolve();
      });
      return;
    }
    const server = connect(serverPort(), '127.0.0.1');
    const cut = (): void => {
      client.destroy();
      server.destroy();
    };
    keep(client, cut);
    keep(server, cut);
    client.on('data', (bytes) => server.write(bytes));
    server.on('data', (bytes) => {
      if (!lose || !bytes.toString('latin1').startsWith('HTTP/1.1')) return void client.write(bytes);
      lose = false;
      cut();
    });
  });
  gateway.listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`,
    serverIsAway: () => {
      away = true;
      drop();
    },
    serverIsBack: () => {
      away = false;
    },
    drop,
    loseNextAnswer: () => {
      lose = true;
    },
    nextRefusal: () => {
      refusal = Promise.withResolvers();
      return refusal.promise;
    },
    close: async () => {
      gateway.close();
      drop();
      await once(gateway, 'close');
    },
  };
}
