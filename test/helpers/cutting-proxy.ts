import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands between a client and a server, and breaks connections at the worst moment. */
export interface CuttingProxy {
  port: number;
  /** The next answer of the server is lost, and its connection with it: what was asked has been done. */
  loseNextAnswer(): void;
  /** How many answers were lost. */
  lost(): number;
  close(): Promise<void>;
}

/** Opens the proxy on a free port of the loopback. */
export async function openCuttingProxy(serverPort: number): Promise<CuttingProxy> {
  let lose = false;
  let lost = 0;
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    const server = connect(serverPort, '127.0.0.1');
    const cut = (): void => {
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', cut);
      socket.on('close', () => {
        sockets.delete(socket);
        cut();
      });
    }
    client.on('data', (chunk) => server.write(chunk));
    server.on('data', (chunk) => {
      if (!lose) return void client.write(chunk);
      lose = false;
      lost++;
      cut();
    });
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    port: (proxy.address() as AddressInfo).port,
    loseNextAnswer: () => {
      lose = true;
    },
    lost: () => lost,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}
