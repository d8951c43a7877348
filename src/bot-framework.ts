import { SetupError } from './errors.ts';

/** The one cloud beside the public one that the SDK knows by its name. */
const GOVERNMENT = 'https://botframework.azure.us';

/** What a setting takes, said to the operator, and whether it takes a value. */
interface Setting {
  takes: string;
  fits: (text: string) => boolean;
}

const ADDRESS: Setting = {
  takes: 'an http(s) address',
  fits: (text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''),
};
const TEXT: Setting = { takes: 'a text', fits: () => true };

const SETTINGS = {
  ChannelService: ADDRESS,
  ToBotFromChannelTokenIssuer: ADDRESS,
  ToBotFromChannelOpenIdMetadataUrl: ADDRESS,
  ToBotFromEmulatorOpenIdMetadataUrl: ADDRESS,
  ToChannelFromBotLoginUrl: ADDRESS,
  ToChannelFromBotOAuthScope: TEXT,
  OAuthUrl: ADDRESS,
  CallerId: TEXT,
  ValidateAuthority: { takes: 'true or false', fits: (text) => /^(?:true|false)$/i.test(text) },
} as const satisfies Record<string, Setting>;

type Name = keyof typeof SETTINGS;

/** Bot Framework's own settings that are passed on to its SDK by their own names. */
export const BOT_FRAMEWORK_VARIABLES = Object.keys(SETTINGS) as readonly Name[];

/** With one of these the SDK takes all addresses from the settings and none of its own. */
const OF_ANOTHER_CLOUD: readonly Name[] = [
  'ToBotFromChannelOpenIdMetadataUrl',
  'ToBotFromEmulatorOpenIdMetadataUrl',
  'ToChannelFromBotLoginUrl',
  'ToChannelFromBotOAuthScope',
  'OAuthUrl',
  'CallerId',
];
const NEEDED: readonly Name[] = ['ToChannelFromBotLoginUrl', 'ToChannelFromBotOAuthScope'];

/**
 * What the environment sets of them; an empty value stays one, as it means none to the SDK. Throws `SetupError` that names
 * the variable where a value is wrong, or where what goes with it is missing.
 */
export function readBotFramework(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const given: Partial<Record<Name, string>> = {};
  for (const name of BOT_FRAMEWORK_VARIABLES) {
    const value = env[name]?.trim();
    if (value === undefined) continue;
    const { takes, fits } = SETTINGS[name];
    if (value !== '' && !fits(value)) throw refused(name, value, takes);
    given[name] = value;
  }
  const other = OF_ANOTHER_CLOUD.find((name) => given[name]);
  const missing = other && NEEDED.find((name) => !given[name]);
  if (missing) throw new SetupError(`${missing} is missing, but ${other} is set: set both, or neither.`);
  const cloud = given.ChannelService;
  if (cloud && !other && cloud !== GOVERNMENT)
    throw refused(
      'ChannelService',
      cloud,
      `${GOVERNMENT}; for a cloud of another name set ${NEEDED.join(', ')} too`,
    );
  return given;
}

function refused(name: Name, value: string, takes: string): SetupError {
  return new SetupError(`${name} is ${JSON.stringify(value.slice(0, 200))}; it takes ${takes}.`);
}
