import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Voice } from '../app.ts';
import { type Config, readConfig, readEnvFile } from '../config.ts';
import type { Parts } from '../conversation/parts.ts';
import { readRecording } from '../conversation/recording.ts';
import { type ReplayedTurn, replay, type Stand } from '../conversation/replay.ts';
import { createTutor } from '../conversation/tutor.ts';
import { openData } from '../data.ts';
import { SetupError } from '../errors.ts';
import { createLog } from '../log.ts';
import type { Store } from '../store/port.ts';

const USAGE = `npm run replay -- CASE

Plays the conversation of a case through today's trees, texts and understanding, and shows where it would go otherwise.
Nothing is sent or changed. It ends with 0 where all is as it was, with 1 where something differs, else with 2.`;

/** What a replay came to: the lines to print, and whether something differs. */
export interface Report {
  lines: string[];
  differs: boolean;
}

/**
 * Replays a case of a store with what Wendy would say today; `mail` and `publicUrl`: what she may then say of mail and of
 * where she is reached. Throws `SetupError` where there is no such case.
 */
export async function replayCase(
  store: Store,
  voice: Voice,
  caseId: string,
  mail: Parts['mail'] = { sends: false, answered: false },
  publicUrl?: string,
): Promise<Report> {
  const recording = await readRecording(store, caseId);
  if (!recording)
    throw new SetupError(`There is no case ${JSON.stringify(caseId.slice(0, 100))} in this store.`);
  const clock = { now: () => new Date() };
  const log = createLog();
  const understanding = voice.understanding.learner();
  const tutor = createTutor({ store, learner: understanding, log });
  await tutor.catchUp();
  const parts = {
    ...voice,
    understanding,
    tutor,
    store,
    local: false,
    mail,
    publicUrl,
    clock,
    newId: randomUUID,
    log,
  };
  return report(caseId, await replay(parts, recording));
}

function report(caseId: string, turns: readonly ReplayedTurn[]): Report {
  const other = turns.filter(({ differs }) => differs).length;
  const summary =
    other === 0
      ? `${caseId}: ${turns.length} turns, all as they were.`
      : `${caseId}: ${other} of ${turns.length} turns differ.`;
  return { lines: [...turns.flatMap(turnLines), summary], differs: other > 0 };
}

function turnLines(turn: ReplayedTurn, nth: number, all: readonly ReplayedTurn[]): string[] {
  const { at, talk, heard, arrived, refused, then, now, differs } = turn;
  const who = arrived ? '(arrives)' : heard === null ? '(after what the desk did)' : JSON.stringify(heard);
  const where = all.some((one) => one.talk !== talk) ? `  conversation ${talk}` : '';
  const head = `${differs ? '≠' : '='} ${nth + 1}  ${at}${where}  ${who}`;
  if (!differs) return [now.state === undefined ? head : `${head}  ${now.state}`];
  return [
    head,
    ...refused.map((deed) => `    refused now: ${deed}`),
    ...standLines('then', then),
    ...standLines('now', now),
  ];
}

function standLines(when: string, { state, prompt, replies }: Stand): string[] {
  const place = state === undefined ? [] : [`    ${when.padEnd(4)}  ${state}, asks ${prompt ?? 'nothing'}`];
  const words = replies.length === 0 ? ['(nothing said)'] : replies.flatMap((reply) => reply.split('\n'));
  return [...place, ...words.map((line) => `    ${when.padEnd(4)}  | ${line}`)];
}

async function open({ dataDir, databaseUrl }: Config): Promise<Store> {
  const dir = resolve(dataDir);
  if (databaseUrl === undefined && !existsSync(dir)) throw new SetupError(`There is no data folder ${dir}.`);
  try {
    return await openData({ dir, databaseUrl, log: createLog() });
  } catch (error) {
    if ((error as { code?: string }).code !== 'store_locked') throw error;
    throw new SetupError(
      `Wendy runs on ${dir}, and only one program can have it open. Stop her first, or replay a copy of the folder, ` +
        'taken while nobody talks to her: DATA_DIR=COPY npm run replay -- CASE, with the copied file "lock" removed.',
      { cause: error },
    );
  }
}

async function main([caseId, ...more]: readonly string[]): Promise<number> {
  if (caseId === undefined || more.length > 0 || caseId.startsWith('-')) throw new SetupError(USAGE);
  readEnvFile();
  const config = readConfig(process.env);
  const store = await open(config);
  try {
    // Only here: a wrong call is answered at once.
    const { readVoice } = await import('../app.ts');
    const { smtpUrl, inboundToken } = config.mail;
    const mail = { sends: smtpUrl !== undefined, answered: inboundToken !== undefined };
    const { lines, differs } = await replayCase(store, await readVoice(), caseId, mail, config.publicUrl);
    process.stdout.write(`${lines.join('\n')}\n`);
    return differs ? 1 : 0;
  } finally {
    await store.close();
  }
}

if (import.meta.main) {
  process.exitCode = await main(process.argv.slice(2)).catch((error: Error) => {
    process.stderr.write(`${error instanceof SetupError ? error.message : error.stack}\n`);
    return 2;
  });
}
