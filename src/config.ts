import { existsSync } from 'node:fs';
import { z } from 'zod';
import { BOT_FRAMEWORK_VARIABLES, readBotFramework } from './bot-framework.ts';
import { appTypeOf, isPrivateKey, readBotIdentity } from './bot-identity.ts';
import { readProxies } from './channels/limits.ts';
import { isLoopbackHost } from './channels/locality.ts';
import type { DoorSettings } from './channels/settings.ts';
import { SetupError } from './errors.ts';
import { isAddress } from './mail/mail.ts';

/** Every setting of a start, validated. It fits what the doors ask for (`DoorSettings`). */
export interface Config extends DoorSettings {
  dataDir: string;
  /** A PostgreSQL address: then all state lives there. */
  databaseUrl: string | undefined;
  mail: {
    /** Where mail is handed in; undefined: each mail becomes a file under the data folder. */
    smtpUrl: string | undefined;
    from: string;
    /** By which the maker's mail system hands in what customers answer; undefined: no mail comes in. */
    inboundToken: string | undefined;
  };
}

/** One variable: what it takes, said to the operator, and whether its value must never be shown. */
interface Variable {
  schema: z.ZodType<string>;
  takes: string;
  secret?: true;
}

const url = (...protocols: string[]): z.ZodType<string> =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol));

const variables = {
  PORT: {
    schema: z.string().refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535),
    takes: 'a port number from 0 to 65535',
  },
  HOST: {
    schema: z.string().regex(/^[A-Za-z0-9:._-]+$/),
    takes: 'an IP address or a host name of this machine',
  },
  PUBLIC_URL: {
    schema: url('http:', 'https:').refine((text) => !/[?#]/.test(text)),
    takes: 'an http(s) address without query, such as https://support.example.com',
  },
  WEB_CHAT_ORIGINS: {
    schema: z.string().refine((text) => readOrigins(text) !== undefined),
    takes: 'origins of pages with commas between, such as https://www.example.com,https://shop.example.com',
  },
  TRUST_PROXY: {
    schema: z.string().refine((text) => readProxies(text) !== undefined),
    takes: 'addresses and networks of proxies with commas between, such as 10.0.0.7,192.168.0.0/16',
  },
  MicrosoftAppId: { schema: z.string().regex(/^[\w.-]{1,100}$/), takes: "the bot's app id" },
  MicrosoftAppPassword: { schema: z.string(), takes: "the app's client secret", secret: true },
  MicrosoftAppType: {
    schema: z.string().refine((text) => appTypeOf(text) !== undefined),
    takes: 'MultiTenant, SingleTenant or UserAssignedMSI',
  },
  MicrosoftAppTenantId: { schema: z.string().regex(/^[\w.-]{1,100}$/), takes: "the app's tenant id" },
  CertificateThumbprint: {
    schema: z.string().regex(/^(?:[0-9a-f]{2}:?){20}$/i),
    takes: "the SHA-1 thumbprint of the app's certificate, 40 hexadecimal digits",
  },
  CertificatePrivateKey: {
    schema: z.string().refine(isPrivateKey),
    takes: "the certificate's RSA private key as PEM, without a passphrase",
    secret: true,
  },
  DATA_DIR: { schema: z.string().refine((text) => !text.includes('\0')), takes: 'a path of a folder' },
  DATABASE_URL: {
    schema: url('postgres:', 'postgresql:'),
    takes: 'a PostgreSQL address such as postgres://user:password@host:5432/wendy',
    secret: true,
  },
  STAFF_API_TOKEN: {
    schema: z.string().regex(/^[\x21-\x7e]{1,1000}$/),
    takes: 'a token without spaces, long and random',
    secret: true,
  },
  SMTP_URL: {
    schema: url('smtp:', 'smtps:').refine((text) => URL.parse(text)?.hostname !== ''),
    takes: 'the address of a mail server such as smtps://user:password@smtp.example.com',
    secret: true,
  },
  MAIL_FROM: {
    schema: z.string().refine(isMailFrom),
    takes: 'a mail address, with or without a name, such as Wendy <support@example.com>',
  },
  MAIL_INBOUND_TOKEN: {
    schema: z.string().regex(/^[\x21-\x7e]{16,1000}$/),
    takes: 'a token of at least 16 characters without spaces, long and random',
    secret: true,
  },
  RATE_LIMIT: { schema: z.enum(['on', 'off']), takes: 'on or off' },
} satisfies Record<string, Variable>;

type Name = keyof typeof variables;

/** The names of all variables that Wendy reads. */
export const VARIABLES: readonly string[] = [...Object.keys(variables), ...BOT_FRAMEWORK_VARIABLES];

/** Settings of a `.env` file, where there is one; what the environment sets itself goes before. */
export function readEnvFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}

/**
 * Reads the environment, once; an empty variable counts as unset.
 * Throws `SetupError` that names the variable, what it got (never a secret's value) and what it takes.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const read = (name: Name): string | undefined => readVariable(env, name);
  const bot = readBotIdentity(read);
  const publicUrl = read('PUBLIC_URL')?.replace(/\/+$/, '');
  const local = bot === undefined && publicUrl === undefined;
  const host = read('HOST') ?? '127.0.0.1';
  if (local && !isLoopbackHost(host)) {
    throw new SetupError(
      `HOST is "${host}", but without MicrosoftAppId and PUBLIC_URL anyone who reaches Wendy could talk as anybody: ` +
        'set HOST to 127.0.0.1, ::1 or localhost, or set one of the two.',
    );
  }
  const rateLimit = read('RATE_LIMIT') !== 'off';
  if (!rateLimit && !local) {
    throw new SetupError('RATE_LIMIT is "off", which only a local start takes: leave it unset.');
  }
  return {
    port: Number(read('PORT') ?? 3978),
    host,
    local,
    publicUrl,
    webChatOrigins: readOrigins(read('WEB_CHAT_ORIGINS') ?? '') ?? [],
    bot,
    botFramework: readBotFramework(env),
    dataDir: read('DATA_DIR') ?? './data',
    databaseUrl: read('DATABASE_URL'),
    mail: readMail(read),
    staffApiToken: read('STAFF_API_TOKEN'),
    rateLimit,
    trustsProxy: readProxies(read('TRUST_PROXY') ?? '') ?? (() => false),
  };
}

function readVariable(env: Readonly<Record<string, string | undefined>>, name: Name): string | undefined {
  const value = env[name]?.trim();
  if (value === undefined || value === '') return undefined;
  const { schema, takes, secret }: Variable = variables[name];
  if (schema.safeParse(value).success) return value;
  const got = secret ? 'a value that is not shown here' : JSON.stringify(value.slice(0, 200));
  throw new SetupError(`${name} is ${got}; it takes ${takes}.`);
}

/** Files need no real sender; a mail server does. */
function readMail(read: (name: Name) => string | undefined): Config['mail'] {
  const [smtpUrl, from, inboundToken] = [read('SMTP_URL'), read('MAIL_FROM'), read('MAIL_INBOUND_TOKEN')];
  const needs =
    smtpUrl !== undefined ? 'SMTP_URL' : inboundToken !== undefined ? 'MAIL_INBOUND_TOKEN' : undefined;
  if (needs !== undefined && from === undefined) {
    throw new SetupError(`MAIL_FROM is missing, but ${needs} is set: set the address that mail is from.`);
  }
  return { smtpUrl, from: from ?? 'Wendy <wendy@localhost>', inboundToken };
}

/** `name@example.com`, or with a name before it in angle brackets. */
function isMailFrom(text: string): boolean {
  const named = /^([^<>\p{Cc}]*)<([^<>]+)>$/u.exec(text);
  return isAddress(named?.[2] ?? text);
}

/** A list of origins as a browser names them; undefined where one is none. */
function readOrigins(list: string): string[] | undefined {
  const origins = list
    .split(',')
    .map((part) => part.trim().replace(/\/$/, ''))
    .filter((part) => part !== '');
  const good = origins.every(
    (text) => /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text,
  );
  return good ? origins : undefined;
}
