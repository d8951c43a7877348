// The second peer: six questions as a botbuilder-dialogs waterfall, all state in memory, as the SDK's samples wire it.
import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConversationState,
  MemoryStorage,
} from 'botbuilder';
import { DialogSet, DialogTurnStatus, TextPrompt, WaterfallDialog } from 'botbuilder-dialogs';
import restify from 'restify';

const QUESTIONS = [
  'What is wrong?',
  'Which model is it?',
  'What is its serial number?',
  'Where did you buy it?',
  'What is your name?',
  'What is your mail address?',
];

const state = new ConversationState(new MemoryStorage());
const dialogs = new DialogSet(state.createProperty('dialog'));
dialogs.add(new TextPrompt('text'));
dialogs.add(new WaterfallDialog('fault', [...QUESTIONS.map(ask), finish]));

function ask(prompt) {
  return async (step) => {
    if (step.index > 0) step.values[`answer${step.index}`] = step.result;
    return await step.prompt('text', { prompt });
  };
}

async function finish(step) {
  await step.context.sendActivity(`Thank you, a technician will look at ${step.values.answer2}.`);
  return await step.endDialog();
}

async function onTurn(context) {
  if (context.activity.type !== 'message') return;
  const dialogContext = await dialogs.createContext(context);
  const result = await dialogContext.continueDialog();
  if (result.status === DialogTurnStatus.empty) await dialogContext.beginDialog('fault');
  await state.saveChanges(context);
}

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.get('/ready', async (_req, res) => res.send(200));
server.post('/api/messages', async (req, res) => {
  await adapter.process(req, res, onTurn);
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listening on http://127.0.0.1:${server.address().port}\n`);
});
