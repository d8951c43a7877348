/** The first peer: the least that restify and botbuilder's CloudAdapter can do with a message, as the SDK wires it. */
import type { AddressInfo } from 'node:net';
import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type Request,
  type Response,
  type TurnContext,
} from 'botbuilder';
import restify from 'restify';

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));

async function onTurn(context: TurnContext): Promise<void> {
  if (context.activity.type === 'message') await context.sendActivity(`Echo: ${context.activity.text}`);
}

const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.get('/ready', async (_req: restify.Request, res: restify.Response) => res.send(200));
server.post('/api/messages', async (req: restify.Request, res: restify.Response) => {
  await adapter.process(req as unknown as Request, res as unknown as Response, onTurn);
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
